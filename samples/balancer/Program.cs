var builder = WebApplication.CreateBuilder(args);

// Where they are, and how they are asked how they are, stands in appsettings.json.
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

var app = builder.Build();
app.MapReverseProxy();
app.Run();
