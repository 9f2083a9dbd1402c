using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi;

/// <summary>
/// The keys of a query string in the order of the request, followed by the route parameters. A route parameter replaces a key of the
/// same name. A handler can assign values.
/// </summary>
/// <remarks>
/// Keys are case-insensitive, as they are for bound parameters, so that all readers of a request see the same values. The first
/// occurrence of a key determines its case.
/// </remarks>
[JsonConverter(typeof(Converter))]
public sealed class RequestQuery : IReadOnlyCollection<KeyValuePair<string, QueryValue>>
{
    // Up to this many keys a linear search is faster than a dictionary and allocates less.
    private const int FewKeys = 8;

    // In the order of the first occurrence.
    private KeyValuePair<string, QueryValue>[] _pairs = [];
    private Dictionary<string, int>? _index;

    internal RequestQuery()
    {
    }

    /// <summary>Gets the number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the keys, in order.</summary>
    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

#nullable disable
    /// <summary>Gets or sets the value of a key. Null if there is none; converted to a <c>string[]</c>, null is an empty array.</summary>
    /// <param name="key">The key, case-insensitive.</param>
    public QueryValue this[string key]
    {
        get => IndexOf(key) is >= 0 and var index ? _pairs[index].Value : null;
        set => Set(key, value);
    }
#nullable restore

    /// <summary>Returns true if the query has the key, with or without a value.</summary>
    /// <param name="key">The key, case-insensitive.</param>
    /// <returns>True if the query has the key.</returns>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <summary>Gets the value of a key.</summary>
    /// <param name="key">The key, case-insensitive.</param>
    /// <param name="value">The value, if the query has the key.</param>
    /// <returns>True if the query has the key.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out QueryValue value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _pairs[index].Value : null;
        return index >= 0;
    }

    /// <summary>Returns an enumerator of the keys and values, in order.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<KeyValuePair<string, QueryValue>> GetEnumerator() => _pairs.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Parses <c>a=1&amp;b=2&amp;a=3</c>. A repeated key becomes an array. Escapes that are not valid are not decoded.
    /// </summary>
    /// <param name="text">A query string with or without its question mark, or a URL-encoded form.</param>
    internal static RequestQuery Parse(string? text)
    {
        var query = new RequestQuery();
        if (string.IsNullOrEmpty(text))
        {
            return query;
        }

        // Repeated values are collected in lists: extending an array for each of 1,000 equal keys would be quadratic.
        Dictionary<string, List<string>>? repeated = null;
        foreach (var pair in new QueryStringEnumerable(text))
        {
            var key = pair.DecodeName().ToString();
            var value = pair.DecodeValue().ToString();
            var first = query.IndexOf(key);
            if (first < 0)
            {
                query.Append(key, new QueryValue(value));
                continue;
            }

            repeated ??= new(StringComparer.OrdinalIgnoreCase);
            if (!repeated.TryGetValue(key, out var values))
            {
                repeated.Add(query._pairs[first].Key, values = [query._pairs[first].Value[0]]);
            }

            values.Add(value);
        }

        foreach (var (key, values) in repeated ?? [])
        {
            query.Set(key, new QueryValue(values));
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
        foreach (var (key, value) in _pairs.AsSpan(0, Count))
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }
    }

    private int IndexOf(string key)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < Count; i++)
        {
            if (_pairs[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private void Set(string key, QueryValue? value)
    {
        var index = IndexOf(key);
        if (value is null)
        {
            Remove(index);
        }
        else if (index >= 0)
        {
            _pairs[index] = new(key, value);
        }
        else
        {
            Append(key, value);
        }
    }

    private void Append(string key, QueryValue value)
    {
        if (Count == _pairs.Length)
        {
            Array.Resize(ref _pairs, Count == 0 ? 1 : Math.Max(4, Count * 2));
        }

        _pairs[Count] = new(key, value);
        _index?.Add(key, Count);
        Count++;
        if (_index is null && Count > FewKeys)
        {
            CreateIndex();
        }
    }

    private void Remove(int index)
    {
        if (index < 0)
        {
            return;
        }

        Count--;
        Array.Copy(_pairs, index + 1, _pairs, index, Count - index);
        _pairs[Count] = default;
        if (_index is not null)
        {
            CreateIndex();
        }
    }

    private void CreateIndex()
    {
        _index = new Dictionary<string, int>(_pairs.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Count; i++)
        {
            _index.Add(_pairs[i].Key, i);
        }
    }

    private sealed class Converter : JsonConverter<RequestQuery>
    {
        public override RequestQuery Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A query is read from a request, not from JSON.");

        public override void Write(Utf8JsonWriter writer, RequestQuery value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
