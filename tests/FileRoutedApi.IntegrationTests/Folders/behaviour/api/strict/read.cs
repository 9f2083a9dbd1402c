using System.Text.Json.Serialization;

object POST(ApiRequest req) => req.BodyAs<Input>();
object PUT(ApiRequest req) => req.BodyAs<List<Input>>();
object PATCH(ApiRequest req) => req.BodyAs<Old>();

record Input(
    string Name,
    string? Note,
    int Age,
    List<Item>? Items,
    Dictionary<string, Item>? Named,
    List<Item?>? Holes,
    Item[][]? Grid,
    Shape? Shape,
    string Plan = "free");

class Item
{
    public string Sku { get; set; } = null!;
    public string Tag { get; set; } = "none";
    public List<Item> Parts { get; set; } = [];
    public List<int?>? Counts { get; set; }
}

[JsonDerivedType(typeof(Group), "group")]
abstract class Shape;

class Group : Shape
{
    public List<Shape> Members { get; set; } = [];
}

#nullable disable
class Old
{
    public string Name { get; set; }
    public List<string> Tags { get; set; }
}
