void Services(IServiceCollection services, IConfiguration configuration)
{
    services.AddSingleton(new Site("main"));
    services.AddKeyedSingleton("other", new Site("keyed"));
}
