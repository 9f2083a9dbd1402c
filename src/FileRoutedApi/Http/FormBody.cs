using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>A URL-encoded or multipart form: its fields and files.</summary>
/// <param name="raw">The bytes of the body; null for a multipart form, which is not buffered in memory.</param>
internal sealed class FormBody(
    RequestQuery fields, IReadOnlyList<IFormFile> files, byte[]? raw, JsonSerializerOptions json) : RequestBody
{
    private FormNode? _root;

    public override string Text => Encoding.UTF8.GetString(Bytes);

    public override byte[] Bytes => raw ?? [];

    public override IReadOnlyList<IFormFile> Files => files;

#nullable disable
    public override RequestBody this[string name] =>
        fields[name] is { } field ? new FieldBody(this, name, field)
        : HasParts && Root.Find(name) is { } part
            ? new FieldBody(this, name, part.Texts is { Count: > 0 } texts ? new QueryValue(texts) : null)
        : null;
#nullable restore

    private FormNode Root => _root ??= FormNode.Of(fields, files);

    // Most forms have only plain names. Then a name that is not a field has no parts either.
    private bool HasParts => files.Count > 0 || fields.Keys.Any(name => name.AsSpan().ContainsAny('.', '['));

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
        (T?)FormReader.Read(typeof(T), Root, json, files);

    private static void WriteFiles(Utf8JsonWriter writer, IReadOnlyList<IFormFile> files)
    {
        if (files.Count > 1)
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

        if (files.Count > 1)
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>One field of the form, its files, or the fields below a name: <c>address</c> of <c>address.city</c>.</summary>
    private sealed class FieldBody(FormBody form, string name, QueryValue? texts) : RequestBody
    {
        public override string Text => texts?.ToString() ?? "";

        public override byte[] Bytes =>
            texts is null && Node.Files is [var file, ..] ? FormFiles.ReadAll(file) : Encoding.UTF8.GetBytes(Text);

        public override IReadOnlyList<IFormFile> Files => Node.Files;

#nullable disable
        public override RequestBody this[string part] => form[$"{name}.{part}"];
#nullable restore

        internal override bool IsNull => texts is null;

        internal override bool IsText => texts is { IsArray: false };

        private FormNode Node => form.Root.Find(name)!;

        internal override void WriteTo(Utf8JsonWriter writer)
        {
            if (texts is not null)
            {
                texts.WriteTo(writer);
            }
            else if (Node.Files is { Count: > 0 } files)
            {
                WriteFiles(writer, files);
            }
            else
            {
                writer.WriteStartObject();
                foreach (var (part, values) in Node.Rest)
                {
                    writer.WritePropertyName(part);
                    values.WriteTo(writer);
                }

                writer.WriteEndObject();
            }
        }

        private protected override T? Deserialize<T>()
            where T : default =>
            (T?)FormReader.Read(typeof(T), Node, form.Json, form.Files);
    }

    private JsonSerializerOptions Json => json;
}
