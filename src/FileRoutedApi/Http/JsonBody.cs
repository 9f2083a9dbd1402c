using System.Text;
using System.Text.Json;

namespace FileRoutedApi.Http;

/// <summary>A JSON body or a part of one.</summary>
/// <param name="raw">The bytes of a whole body; null for a part.</param>
internal sealed class JsonBody(JsonElement value, byte[]? raw, JsonSerializerOptions json) : RequestBody
{
    public override string Text => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : raw is null ? value.GetRawText() : Encoding.UTF8.GetString(raw);

    public override byte[] Bytes => raw ?? Encoding.UTF8.GetBytes(Text);

#nullable disable
    public override RequestBody this[string name] =>
        Find(name) is { } property ? new JsonBody(property, null, json) : null;
#nullable restore

    internal override bool IsText => value.ValueKind == JsonValueKind.String;

    internal override bool IsNull => value.ValueKind == JsonValueKind.Null;

    internal override void WriteTo(Utf8JsonWriter writer) => value.WriteTo(writer);

    /// <summary>Finds the property that would be deserialized into a property of this name. The last of several counts.</summary>
    private JsonElement? Find(string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!json.PropertyNameCaseInsensitive)
        {
            return value.TryGetProperty(name, out var exact) ? exact : null;
        }

        JsonElement? found = null;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = property.Value;
            }
        }

        return found;
    }

    private protected override T? Deserialize<T>()
        where T : default
    {
        var read = value.Deserialize<T>(json);
        NullElements.Check(read, json);
        return read;
    }
}
