using System.Text.Json.Serialization;

object POST(Input input) => input;
object PUT(List<Input> input) => input;
object PATCH(Old input) => input;

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
