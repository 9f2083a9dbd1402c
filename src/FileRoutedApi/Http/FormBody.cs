using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>The fields of a form, urlencoded or multipart, and the files of a multipart one.</summary>
/// <param name="raw">The bytes as they came; null for a multipart form, which is not kept in memory.</param>
internal sealed class FormBody(
    RequestQuery fields, IReadOnlyList<IFormFile> files, byte[]? raw, JsonSerializerOptions json) : RequestBody
{
    public override string Text => Encoding.UTF8.GetString(Bytes);

    public override byte[] Bytes => raw ?? [];

    public override IReadOnlyList<IFormFile> Files => files;

#nullable disable
    public override RequestBody this[string name] =>
        fields[name] is { } field ? new FieldBody(field, json) : null;
#nullable restore

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        fields.WritePropertiesTo(writer);
        foreach (var group in files.GroupBy(file => file.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            WriteFiles(writer, [.. group]);
        }

        writer.WriteEndObject();
    }

    private protected override T? Deserialize<T>()
        where T : default =>
        JsonSerializer.SerializeToElement(fields, json).Deserialize<T>(FormJson.OptionsFor(json));

    private static void WriteFiles(Utf8JsonWriter writer, IFormFile[] files)
    {
        if (files.Length > 1)
        {
            writer.WriteStartArray();
        }

        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("fileName", file.FileName);
            writer.WriteString("contentType", file.ContentType);
            writer.WriteNumber("length", file.Length);
            writer.WriteEndObject();
        }

        if (files.Length > 1)
        {
            writer.WriteEndArray();
        }
    }
}

/// <summary>One field of a form.</summary>
internal sealed class FieldBody(QueryValue values, JsonSerializerOptions json) : RequestBody
{
    public override string Text => values.ToString();

    internal override bool IsText => !values.IsArray;

    public override byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    internal override void WriteTo(Utf8JsonWriter writer) => values.WriteTo(writer);

    // A field that came once is an array of one where an array is asked for.
    private protected override T? Deserialize<T>()
        where T : default =>
        typeof(T).IsArray
            ? JsonSerializer.SerializeToElement(values.ToArray(), json).Deserialize<T>(FormJson.OptionsFor(json))
            : JsonSerializer.SerializeToElement(values, json).Deserialize<T>(FormJson.OptionsFor(json));
}
