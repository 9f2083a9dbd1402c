using System.Text.Json;

// The hand-written application that route files are measured against. It logs nothing. `--Routes=1000` is the one with many routes.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();

app.MapGet("/api/hello", () => new { message = "Hello, world!" });
app.MapGet("/api/typed", IResult () => TypedResults.Json(new HelloMessage("Hello, world!")));
app.MapGet("/api/post/{pid}", (string pid) => $"Post: {pid}");
app.MapPost("/api/echo", (JsonElement body) => body);

for (var i = 0; i < app.Configuration.GetValue("Routes", 0); i++)
{
    var route = i;
    if (route % 10 == 9)
    {
        app.MapGet($"/api/area{route / 20}/item{route}/{{id}}", (string id) => new { route, id });
    }
    else
    {
        app.MapGet($"/api/area{route / 20}/thing{route}", () => new { route });
    }
}

app.Run();

internal sealed record HelloMessage(string Message);
