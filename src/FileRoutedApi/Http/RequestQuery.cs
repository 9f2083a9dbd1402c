using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi;

/// <summary>
/// The keys of a query string, in the order in which they came, followed by the route's parameters, which win over
/// keys of the same name. Keys are case-sensitive, as in Next.js. A handler may assign to it.
/// </summary>
[JsonConverter(typeof(JsonShape))]
public sealed class RequestQuery : IReadOnlyCollection<KeyValuePair<string, QueryValue>>
{
    // Ordered by the first time a key came.
    private readonly OrderedDictionary<string, QueryValue> _values = new(StringComparer.Ordinal);

    internal RequestQuery()
    {
    }

    /// <summary>The number of keys.</summary>
    public int Count => _values.Count;

    /// <summary>The keys, in order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

#nullable disable
    /// <summary>The value of a key, or null where there is none. Null as a <c>string[]</c> is an empty array.</summary>
    /// <param name="key">The key, case-sensitive.</param>
    public QueryValue this[string key]
    {
        get => _values.TryGetValue(key, out var value) ? value : null;
        set
        {
            if (value is null)
            {
                _values.Remove(key);
            }
            else
            {
                _values[key] = value;
            }
        }
    }
#nullable restore

    /// <summary>Whether a key came, with or without a value.</summary>
    /// <param name="key">The key, case-sensitive.</param>
    /// <returns>True if it did.</returns>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key, case-sensitive.</param>
    /// <param name="value">The value, where there is one.</param>
    /// <returns>True if the key came.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out QueryValue value) => _values.TryGetValue(key, out value);

    /// <summary>The keys and values, in order.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<KeyValuePair<string, QueryValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads <c>a=1&amp;b=2&amp;a=3</c>: a key that comes again becomes an array, broken escapes stay as they are.</summary>
    /// <param name="text">A query string with or without its question mark, or an urlencoded form.</param>
    internal static RequestQuery Parse(string? text)
    {
        var query = new RequestQuery();
        if (string.IsNullOrEmpty(text))
        {
            return query;
        }

        // Values are gathered in lists first: appending to an array for each of 1,000 equal keys would be quadratic.
        OrderedDictionary<string, List<string>>? repeated = null;
        foreach (var pair in new QueryStringEnumerable(text))
        {
            var key = pair.DecodeName().ToString();
            var value = pair.DecodeValue().ToString();
            if (query._values.TryAdd(key, new QueryValue(value)))
            {
                continue;
            }

            repeated ??= new(StringComparer.Ordinal);
            if (!repeated.TryGetValue(key, out var values))
            {
                repeated.Add(key, values = [query._values[key][0]]);
            }

            values.Add(value);
        }

        foreach (var (key, values) in repeated ?? [])
        {
            query._values[key] = new QueryValue(values);
        }

        return query;
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WritePropertiesTo(writer);
        writer.WriteEndObject();
    }

    internal void WritePropertiesTo(Utf8JsonWriter writer)
    {
        foreach (var (key, value) in _values)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }
    }

    private sealed class JsonShape : JsonConverter<RequestQuery>
    {
        public override RequestQuery Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A query is read from a request, not from JSON.");

        public override void Write(Utf8JsonWriter writer, RequestQuery value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
