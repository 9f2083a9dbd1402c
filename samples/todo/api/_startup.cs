void Services(IServiceCollection services, IConfiguration configuration) =>
    services.AddSingleton<ITodoStore, SqliteTodoStore>();

// Before the first request. No build and no check runs it.
Task Start(IServiceProvider services, CancellationToken stop) => services.GetRequiredService<ITodoStore>().PrepareAsync(stop);
