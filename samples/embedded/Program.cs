using Embedded;
using FileRoutedApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Greeter>();
builder.AddFileRoutes(options => options.BodySizeLimit = "2mb").AddCompilation().AddDevelopment();

var app = builder.Build();
app.UseFileRoutes();
app.MapGet("/own", () => "beside the route files");
app.MapFileRoutes();
app.Run();
