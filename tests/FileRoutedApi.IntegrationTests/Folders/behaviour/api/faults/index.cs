using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

object POST(ApiRequest req) => (string?)req.Query["by"] switch
{
    "parse" => JsonSerializer.Deserialize<Shape>("{")!,
    "discriminator" => JsonSerializer.Deserialize<Shape>("{}")!,
    "bad-request" => throw new BadHttpRequestException("Failed to bind parameter \"int id\" from \"x\"."),
    "wrapped" => throw new AggregateException(new BadHttpRequestException("another server's")),
    "inner" => throw new BadHttpRequestException("mine", new JsonException()),
    "utf-7" => Encoding.GetEncoding("utf-7"),
    "format" => int.Parse("x"),
    "not-supported" => throw new NotSupportedException("discriminator and UTF-7"),
    "body-as" => req.BodyAs<Shape>(),
    "part" => req.Body["x"].As<Shape>(),
    _ => "none",
};

// Never thrown, so it has no place.
Task<object> PUT() => Task.FromException<object>(new BadHttpRequestException("Failed to bind parameter \"int id\" from \"x\"."));

async Task<object> PATCH(HttpContext context)
{
    await Task.Yield();
    throw new BadHttpRequestException("Required parameter \"int id\" was not provided from query string.");
}

[JsonDerivedType(typeof(Circle), "circle")]
abstract class Shape;

class Circle : Shape;
