using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

object POST(Shape shape, int id = 1) => "bound";
object PUT(ApiRequest<Shape> req) => "bound";
object GET(Own own) => own;
object PATCH([FromForm] string a) => a;

[JsonDerivedType(typeof(Circle), "circle")]
abstract class Shape;

class Circle : Shape;

record Own(string Name)
{
    public static async ValueTask<Own?> BindAsync(HttpContext context)
    {
        await Task.Yield();
        throw new BadHttpRequestException("Own binding.", 422);
    }
}
