using System.Text.Json;

namespace FileRoutedApi.Http;

/// <summary>A body of a <c>text/*</c> content type.</summary>
internal sealed class TextBody(string text, byte[] raw, JsonSerializerOptions json) : RequestBody
{
    public override string Text => text;

    internal override bool IsText => true;

    public override byte[] Bytes => raw;

    internal override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(text);

    private protected override T? Deserialize<T>()
        where T : default =>
        JsonSerializer.SerializeToElement(text, json).Deserialize<T>(json);
}
