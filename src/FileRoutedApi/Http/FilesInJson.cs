using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// Reports a file in a JSON body as a value that is not valid. Only multipart forms have files. Without this, System.Text.Json throws a
/// <see cref="NotSupportedException"/>, which would be a 500.
/// </summary>
internal static class FilesInJson
{
    /// <summary>Adds the rule to options that are not in use yet.</summary>
    public static void AddTo(JsonSerializerOptions json)
    {
        json.Converters.Add(new RejectingConverter());
        json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(RejectFile);
    }

    private static void RejectFile(JsonTypeInfo type)
    {
        if (type.Type == typeof(IFormFile) && type is { Kind: JsonTypeInfoKind.Object, CreateObject: null })
        {
            type.CreateObject = () => throw new JsonException();
        }
    }

    private sealed class RejectingConverter : JsonConverter<IFormFileCollection>
    {
        public override IFormFileCollection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException();

        public override void Write(Utf8JsonWriter writer, IFormFileCollection value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IReadOnlyList<IFormFile>>(writer, value, options);
    }
}
