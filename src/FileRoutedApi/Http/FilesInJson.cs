using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// Makes a file in a JSON body a value that does not fit. A file comes in a multipart form only, and System.Text.Json throws
/// something that looks like a fault of the server.
/// </summary>
internal static class FilesInJson
{
    /// <summary>Adds the rule to options that are not in use yet.</summary>
    public static void AddTo(JsonSerializerOptions json)
    {
        json.Converters.Add(new NoFiles());
        json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(RefuseFile);
    }

    private static void RefuseFile(JsonTypeInfo type)
    {
        if (type.Type == typeof(IFormFile) && type is { Kind: JsonTypeInfoKind.Object, CreateObject: null })
        {
            type.CreateObject = () => throw new JsonException();
        }
    }

    private sealed class NoFiles : JsonConverter<IFormFileCollection>
    {
        public override IFormFileCollection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException();

        public override void Write(Utf8JsonWriter writer, IFormFileCollection value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IReadOnlyList<IFormFile>>(writer, value, options);
    }
}
