void Services(IServiceCollection services, IConfiguration configuration)
{
    services.AddSingleton<ChatRooms>();
    if (configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
    {
        services.AddSingleton<IChatBus>(provider => new RedisBus(redis));
    }
    else
    {
        services.AddSingleton<IChatBus, MemoryBus>();
    }
}

// Runs before the first request, but not in `build` and `check`.
Task Start(IServiceProvider services, CancellationToken stop) => services.GetRequiredService<ChatRooms>().OpenAsync();
