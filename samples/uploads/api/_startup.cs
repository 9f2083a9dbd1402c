void Services(IServiceCollection services, IConfiguration configuration) =>
    services.AddSingleton<UploadStore>().AddSingleton<Transfers>();
