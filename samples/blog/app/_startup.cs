void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<BlogStore>();

// Runs before the first request, but not in `build` and `check`.
Task Start(IServiceProvider services, CancellationToken stop) => services.GetRequiredService<BlogStore>().PrepareAsync(stop);
