#:package Microsoft.Extensions.Http.Resilience@10.11.0

void Services(IServiceCollection services, IConfiguration configuration) =>
    services.AddHttpClient<RatesClient>(client => client.BaseAddress = new Uri(configuration["Rates:Address"]!))
        .AddStandardResilienceHandler(configuration.GetSection("Rates:Resilience"));
