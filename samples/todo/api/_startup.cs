void Services(IServiceCollection services, IConfiguration configuration) =>
    services.AddSingleton<ITodoStore, SqliteTodoStore>();
