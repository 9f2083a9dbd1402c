using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>
/// Rejects JSON numbers that are out of range for a floating-point type. The parser reads <c>1e400</c> as infinity. Infinity is not a JSON
/// value, so a function that sends it back would fail.
/// </summary>
/// <param name="json">The converter of the type.</param>
internal sealed class FiniteNumberConverter<T>(JsonConverter<T> json) : JsonConverter<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = reader.TokenType != JsonTokenType.String ? json.Read(ref reader, typeToConvert, options)
            : options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString)
                && T.TryParse(reader.GetString(), Number, CultureInfo.InvariantCulture, out var read) ? read
            : throw new JsonException();
        return T.IsFinite(value) ? value : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString))
        {
            writer.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            json.Write(writer, value, options);
        }
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        json.ReadAsPropertyName(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        json.WriteAsPropertyName(writer, value, options);
}

/// <summary>Adds <see cref="FiniteNumberConverter{T}"/> to JSON options, unless they allow infinity and NaN.</summary>
internal static class FiniteNumbers
{
    private static readonly JsonSerializerOptions _dotnet = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static void AddTo(JsonSerializerOptions json)
    {
        if (json.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals))
        {
            return;
        }

        json.Converters.Add(new FiniteNumberConverter<double>(JsonMetadataServices.DoubleConverter));
        json.Converters.Add(new FiniteNumberConverter<float>(JsonMetadataServices.SingleConverter));
        json.Converters.Add(new FiniteNumberConverter<Half>(JsonMetadataServices.HalfConverter));
        json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(ApplyNumberHandling);
    }

    /// <summary>
    /// Gives properties with <c>[JsonNumberHandling]</c>, on them or on their type, the converters of .NET, because only these follow it.
    /// </summary>
    private static void ApplyNumberHandling(JsonTypeInfo type)
    {
        var withAttribute = type.Properties
            .Where(property => property.CustomConverter is null && (property.NumberHandling ?? type.NumberHandling) is not null);
        foreach (var property in withAttribute)
        {
            property.CustomConverter = property.PropertyType switch
            {
                var number when number == typeof(double) => JsonMetadataServices.DoubleConverter,
                var number when number == typeof(float) => JsonMetadataServices.SingleConverter,
                var number when number == typeof(double?) => JsonMetadataServices.GetNullableConverter<double>(_dotnet),
                var number when number == typeof(float?) => JsonMetadataServices.GetNullableConverter<float>(_dotnet),
                _ => null,
            };
        }
    }
}
