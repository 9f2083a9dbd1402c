using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileRoutedApi.Http;

/// <summary>The app's JSON options as a form needs them: all its values are text, and a checked box is <c>on</c>.</summary>
internal static class FormJson
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> _options = [];

    public static JsonSerializerOptions OptionsFor(JsonSerializerOptions json) => _options.GetValue(json, static json =>
        new JsonSerializerOptions(json)
        {
            NumberHandling = json.NumberHandling | JsonNumberHandling.AllowReadingFromString,
            Converters = { new TextBoolean() },
        });

    private sealed class TextBoolean : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.String when reader.GetString() is var text && (bool.TryParse(text, out var value) || text is "on") => value || text is "on",
                _ => throw new JsonException(),
            };

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }
}
