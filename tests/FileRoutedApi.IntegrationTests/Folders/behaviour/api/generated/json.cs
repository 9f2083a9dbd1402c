using System.Text.Json;
using System.Text.Json.Serialization;

string GET() => JsonSerializer.Serialize(new Item(1, "one"), Json.Default.Item);

internal sealed record Item(int Id, string Name);

[JsonSerializable(typeof(Item))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class Json : JsonSerializerContext;
