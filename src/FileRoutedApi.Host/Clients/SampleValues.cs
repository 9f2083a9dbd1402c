using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FileRoutedApi.Host.Clients;

/// <summary>The sample of a file in a form.</summary>
internal sealed record SampleFile;

/// <summary>
/// Makes a sample value for a schema: its example, default or first allowed value if it has one, otherwise a value of its type. A sample is
/// null, a bool, a number, a string, a <see cref="SampleFile"/>, a list or a dictionary.
/// </summary>
internal sealed class SampleValues(JsonElement root)
{
    // A schema that contains itself ends here.
    private const int MaxDepth = 6;

    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns a sample.</summary>
    /// <param name="name">The name of the property or parameter, which is the sample of a text.</param>
    public object? Of(JsonElement schema, string? name = null) => Of(schema, name, 0);

    /// <summary>Returns what a reference within the document points to, or the element itself.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        for (var depth = 0; depth < MaxDepth && Text(element, "$ref") is ['#', '/', ..] and var reference; depth++)
        {
            var target = root;
            foreach (var part in reference[2..].Split('/'))
            {
                var key = Uri.UnescapeDataString(part)
                    .Replace("~1", "/", StringComparison.Ordinal)
                    .Replace("~0", "~", StringComparison.Ordinal);
                if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(key, out target))
                {
                    return default;
                }
            }

            element = target;
        }

        return element;
    }

    /// <summary>Returns the JSON of a sample.</summary>
    public static string ToJson(object? sample) => JsonSerializer.Serialize(sample is SampleFile ? "" : sample, _json);

    /// <summary>Returns a sample as a parameter or a form field is written.</summary>
    public static string ToText(object? sample) => sample switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string text => text,
        SampleFile => "The content of the file.",
        IReadOnlyList<object?> items => string.Join(',', items.Select(ToText)),
        IReadOnlyDictionary<string, object?> => JsonSerializer.Serialize(sample),
        _ => Convert.ToString(sample, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Returns the sample that a JSON value is.</summary>
    public static object? OfJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.Array => value.EnumerateArray().Select(OfJson).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(property => property.Name, property => OfJson(property.Value)),
        _ => null,
    };

    private object? Of(JsonElement schema, string? name, int depth)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return null;
        }

        if (Given(schema) is { } given)
        {
            return OfJson(given);
        }

        if (Items(schema, "allOf").ToList() is { Count: > 0 } all)
        {
            return Merge([.. all.Select(part => Of(part, name, depth + 1)), Typed(schema, name, depth)]);
        }

        var choices = Items(schema, "oneOf").Concat(Items(schema, "anyOf")).Where(choice => Text(choice, "type") != "null").ToList();
        return choices is [var first, ..] ? Merge([Of(first, name, depth + 1), Typed(schema, name, depth)]) : Typed(schema, name, depth);
    }

    private object? Typed(JsonElement schema, string? name, int depth) => TypeOf(schema) switch
    {
        "boolean" => true,
        "integer" or "number" => Number(schema),
        "string" => String(schema, name),
        "array" => schema.TryGetProperty("items", out var items) && depth < MaxDepth
            ? new List<object?> { Of(items, name, depth + 1) }
            : new List<object?>(),
        "object" => Object(schema, depth),
        _ => null,
    };

    private Dictionary<string, object?> Object(JsonElement schema, int depth)
    {
        var values = new Dictionary<string, object?>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                var isReadOnly = property.Value.TryGetProperty("readOnly", out var readOnly) && readOnly.ValueKind == JsonValueKind.True;
                if (!isReadOnly)
                {
                    values[property.Name] = Of(property.Value, property.Name, depth + 1);
                }
            }
        }
        else if (schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.Object)
        {
            values["key"] = Of(additional, null, depth + 1);
        }

        return values;
    }

    private static object String(JsonElement schema, string? name)
    {
        var sample = Text(schema, "format") switch
        {
            "date-time" => "2026-01-31T12:00:00Z",
            "date" => "2026-01-31",
            "time" => "12:00:00",
            "duration" => "PT1H",
            "uuid" => "00000000-0000-0000-0000-000000000001",
            "email" => "ada@example.com",
            "uri" or "url" => "https://example.com/",
            "ipv4" => "192.0.2.1",
            "byte" => "AA==",
            "binary" => null,
            _ => string.IsNullOrEmpty(name) ? "text" : name,
        };
        if (sample is null)
        {
            return new SampleFile();
        }

        var padded = Limit(schema, "minLength") is { } min && sample.Length < min ? sample.PadRight((int)Math.Min(min, 1000), 'x') : sample;
        return Limit(schema, "maxLength") is { } max && padded.Length > max ? padded[..(int)max] : padded;
    }

    private static decimal Number(JsonElement schema)
    {
        var sample = 1m;
        if (Limit(schema, "maximum") is { } max)
        {
            sample = Math.Min(sample, max);
        }

        if (Limit(schema, "exclusiveMaximum") is { } below)
        {
            sample = Math.Min(sample, below - 1);
        }

        if (Limit(schema, "minimum") is { } min)
        {
            sample = Math.Max(sample, min);
        }

        return Limit(schema, "exclusiveMinimum") is { } above && sample <= above ? above + 1 : sample;
    }

    // The rules of properties are one part of an 'allOf', without a type. Objects are merged; of other values, the first counts.
    private static object? Merge(IReadOnlyList<object?> parts)
    {
        if (!parts.OfType<Dictionary<string, object?>>().Any())
        {
            return parts.FirstOrDefault(part => part is not null);
        }

        var merged = new Dictionary<string, object?>();
        foreach (var (name, value) in parts.OfType<Dictionary<string, object?>>().SelectMany(part => part))
        {
            merged[name] = merged.GetValueOrDefault(name) ?? value;
        }

        return merged;
    }

    private static JsonElement? Given(JsonElement schema)
    {
        foreach (var name in new[] { "example", "const", "default" })
        {
            if (schema.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return Items(schema, "examples").Concat(Items(schema, "enum")).Where(value => value.ValueKind != JsonValueKind.Null)
            .Select(value => (JsonElement?)value).FirstOrDefault();
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : null;
        }

        // "integer" before "string": numbers may also be written as texts.
        return type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : type.EnumerateArray()
                .Select(each => each.GetString())
                .Where(each => each != "null")
                .Order(StringComparer.Ordinal)
                .FirstOrDefault();
    }

    private static decimal? Limit(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? number
            : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().AsEnumerable()
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
