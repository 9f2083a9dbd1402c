using System.Text;
using System.Text.Json;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Http;

/// <summary>A body of a content type that is not parsed.</summary>
internal sealed class BytesBody(byte[] bytes) : RequestBody
{
    public override string Text => Encoding.UTF8.GetString(bytes);

    public override byte[] Bytes => bytes;

    internal override void WriteTo(Utf8JsonWriter writer) => writer.WriteBase64StringValue(bytes);

    private protected override T? Deserialize<T>()
        where T : default =>
        throw ApiException.InvalidBody(ProblemTexts.BodyReadAsBytes);
}
