var builder = WebApplication.CreateBuilder(args);

// appsettings.json contains the addresses of the hosts and their health checks.
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

var app = builder.Build();
app.MapReverseProxy();
app.Run();
