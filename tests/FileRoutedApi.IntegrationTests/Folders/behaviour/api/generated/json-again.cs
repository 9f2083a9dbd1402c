using System.Text.Json;
using System.Text.Json.Serialization;

string GET() => JsonSerializer.Serialize(new Item(2, true), Json.Default.Item);

internal sealed record Item(int Id, bool Again);

[JsonSerializable(typeof(Item))]
internal sealed partial class Json : JsonSerializerContext;
