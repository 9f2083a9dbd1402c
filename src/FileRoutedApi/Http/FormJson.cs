using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// Adapts the application's JSON options to forms. <see cref="FormWriter"/> writes each value as a string and each file as its index; the
/// converters here read them by the requested type. Names, constructors and required members work as in JSON.
/// </summary>
internal static class FormJson
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> _options = [];

    public static JsonSerializerOptions OptionsFor(JsonSerializerOptions json) => _options.GetValue(json, static json =>
    {
        var options = new JsonSerializerOptions(json)
        {
            NumberHandling = json.NumberHandling | JsonNumberHandling.AllowReadingFromString,
            TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(IgnoreNumberHandling),
        };
        options.Converters.Insert(0, new FormTextConverterFactory(json));
        options.Converters.Insert(0, new FormBytesConverter());
        options.Converters.Insert(0, new FormFileConverter());
        options.Converters.Insert(0, new FormFileCollectionConverter());
        options.MakeReadOnly();
        return options;
    });

    /// <summary>Returns true if the converter is not one of the application.</summary>
    public static bool IsBuiltIn(JsonConverter converter) =>
        converter.GetType().Assembly == typeof(JsonSerializer).Assembly || converter.GetType().Assembly == typeof(FormJson).Assembly;

    // [JsonNumberHandling] is about JSON numbers, not about text, and System.Text.Json rejects it beside another converter.
    private static void IgnoreNumberHandling(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        type.NumberHandling = null;
        foreach (var property in type.Properties.Where(property =>
            property.NumberHandling is not null || (property.CustomConverter is { } converter && IsBuiltInNumber(converter))))
        {
            property.NumberHandling = null;
            property.CustomConverter = property.CustomConverter is { } own && !IsBuiltIn(own) ? own : null;
        }
    }

    private static bool IsBuiltInNumber(JsonConverter converter) =>
        IsBuiltIn(converter) && converter.Type is { } type && (Nullable.GetUnderlyingType(type) ?? type).IsPrimitive;

    private sealed class FormTextConverterFactory(JsonSerializerOptions json) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            TextRules.ParserOf(typeToConvert) is not null && !(IsOfFramework(typeToConvert) && HasCustomConverter(typeToConvert));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(
                typeof(FormTextConverter<>).MakeGenericType(typeToConvert), TextRules.ParserOf(typeToConvert), json)!;

        // A converter that the application has added for a type such as 'decimal' reads the texts itself.
        private bool HasCustomConverter(Type type) => json.Converters.Any(converter => converter.CanConvert(type) && !IsBuiltIn(converter));

        private static bool IsOfFramework(Type type) => type.Assembly == typeof(object).Assembly;
    }

    /// <summary>Reads a value from text. For an enum the names that JSON uses are valid too.</summary>
    private sealed class FormTextConverter<T>(TextParser<T> parse, JsonSerializerOptions json) : JsonConverter<T>
    {
        private readonly JsonConverter<T>? _names = typeof(T).IsEnum ? (JsonConverter<T>)json.GetTypeInfo(typeof(T)).Converter : null;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
            && (parse(reader.GetString()!, out var value)
                || (_names is not null && parse(_names.Read(ref reader, typeToConvert, json)!.ToString()!, out value)))
                ? value
                : throw new JsonException();

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, json);
    }

    /// <summary>Reads the content of a file, or base64 as in JSON.</summary>
    private sealed class FormBytesConverter : JsonConverter<byte[]>
    {
        public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? FormFiles.ReadAll(FormFiles.Current(reader.GetInt32()))
            : reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes
            : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value);
    }

    private sealed class FormFileConverter : JsonConverter<IFormFile>
    {
        public override IFormFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? FormFiles.Current(reader.GetInt32()) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, IFormFile value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }

    private sealed class FormFileCollectionConverter : JsonConverter<IFormFileCollection>
    {
        public override IFormFileCollection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var files = new FormFileCollection();
            files.AddRange(JsonSerializer.Deserialize<List<IFormFile>>(ref reader, options)!);
            return files;
        }

        public override void Write(Utf8JsonWriter writer, IFormFileCollection value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}

/// <summary>The files to which the numbers in the JSON of a form refer.</summary>
internal static class FormFiles
{
    // Converters receive only the options, which all requests share. Deserialization is synchronous, so a thread-static field is safe.
    [ThreadStatic]
    private static IReadOnlyList<IFormFile>? _current;

    /// <summary>Deserializes JSON in which a number is an index into <paramref name="files"/>.</summary>
    public static object? Deserialize(ReadOnlySpan<byte> json, JsonTypeInfo type, IReadOnlyList<IFormFile> files)
    {
        var outer = _current;
        _current = files;
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        finally
        {
            _current = outer;
        }
    }

    public static IFormFile Current(int number) => _current![number];

    public static byte[] ReadAll(IFormFile file)
    {
        var bytes = new byte[file.Length];
        using var stream = file.OpenReadStream();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
