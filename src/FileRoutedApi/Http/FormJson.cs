using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// The app's JSON options as a form needs them. <see cref="FormWriter"/> writes each value as a string and each file as its
/// number; the converters here read them by the type that is asked for. Names, constructors and required members stay those of JSON.
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
        options.Converters.Insert(0, new FormTexts(json));
        options.Converters.Insert(0, new FormBytes());
        options.Converters.Insert(0, new FormFileReader());
        options.Converters.Insert(0, new FormFileCollectionReader());
        options.MakeReadOnly();
        return options;
    });

    /// <summary>Returns whether a converter is not the application's own.</summary>
    public static bool IsBuiltIn(JsonConverter converter) =>
        converter.GetType().Assembly == typeof(JsonSerializer).Assembly || converter.GetType().Assembly == typeof(FormJson).Assembly;

    // How JSON numbers are spelled says nothing about text, and System.Text.Json refuses the attribute beside another converter.
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

    private sealed class FormTexts(JsonSerializerOptions json) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            TextRules.ParserOf(typeToConvert) is not null && !(IsOfFramework(typeToConvert) && HasOwnConverter(typeToConvert));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(
                typeof(FormText<>).MakeGenericType(typeToConvert), TextRules.ParserOf(typeToConvert), json)!;

        // A converter that the application has added for a type such as 'decimal' knows its texts.
        private bool HasOwnConverter(Type type) => json.Converters.Any(converter => converter.CanConvert(type) && !IsBuiltIn(converter));

        private static bool IsOfFramework(Type type) => type.Assembly == typeof(object).Assembly;
    }

    /// <summary>Reads a value from text; the names that JSON has for an enum are valid too.</summary>
    private sealed class FormText<T>(TextParser<T> parse, JsonSerializerOptions json) : JsonConverter<T>
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

    /// <summary>Reads the content of a file, or base64 as JSON has it.</summary>
    private sealed class FormBytes : JsonConverter<byte[]>
    {
        public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? FormFiles.ReadAll(FormFiles.Current(reader.GetInt32()))
            : reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes
            : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value);
    }

    private sealed class FormFileReader : JsonConverter<IFormFile>
    {
        public override IFormFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? FormFiles.Current(reader.GetInt32()) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, IFormFile value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }

    private sealed class FormFileCollectionReader : JsonConverter<IFormFileCollection>
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

/// <summary>The files that the numbers in the JSON of a form stand for.</summary>
internal static class FormFiles
{
    // Deserialization is synchronous, and converters get nothing of their caller but the options, which all requests share.
    [ThreadStatic]
    private static IReadOnlyList<IFormFile>? _current;

    /// <summary>Deserializes JSON in which numbers stand for <paramref name="files"/>.</summary>
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
