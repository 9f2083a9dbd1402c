using FileRoutedApi.IntegrationTests.Shared;

void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<IClock, RealClock>();
