using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileRoutedApi;

/// <summary>
/// The value of one key of a query string, a form or a route: a string when the key came once, an array when it
/// came more often and for every catch-all. It converts to <see cref="string"/> and to an array of strings by itself.
/// </summary>
/// <remarks>JSON shows the same difference as Next.js: <c>{"pid":"abc"}</c>, <c>{"slug":["a"]}</c>.</remarks>
[JsonConverter(typeof(JsonShape))]
public sealed class QueryValue : IReadOnlyList<string>, IEquatable<QueryValue>
{
    // One of the two: a single value needs no array.
    private readonly string? _single;
    private readonly string[]? _array;

    /// <summary>A value that came once.</summary>
    /// <param name="value">The value.</param>
    public QueryValue(string value) => _single = value;

    /// <summary>An array, also where it holds one value or none.</summary>
    /// <param name="values">The values, in the order in which they came.</param>
    public QueryValue(IEnumerable<string> values) => _array = [.. values];

    /// <summary>Whether it is an array, even one of a single value.</summary>
    public bool IsArray => _array is not null;

    /// <summary>The number of values.</summary>
    public int Count => _array?.Length ?? 1;

    /// <summary>One of the values.</summary>
    /// <param name="index">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public string this[int index] => _array is not null && (uint)index < (uint)_array.Length ? _array[index]
        : _single is not null && index == 0 ? _single
        : throw new ArgumentOutOfRangeException(nameof(index));

#nullable disable
    // Oblivious on purpose: `string id = req.Query["id"]`, `?? "x"` and `is null` all compile without a warning.

    /// <summary>The value; several are joined with a comma, as JavaScript does; null for a missing key.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator string(QueryValue value) => value?.ToString();

    /// <summary>All values; none for a missing key.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator string[](QueryValue value) => value?.ToArray() ?? [];

    /// <summary>A value that came once.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator QueryValue(string value) => value is null ? null : new QueryValue(value);
#nullable restore

    /// <summary>Copies the values.</summary>
    /// <returns>A new array.</returns>
    public string[] ToArray() => _array is null ? [_single!] : [.. _array];

    /// <summary>The value; several are joined with a comma.</summary>
    /// <returns>A string, never null.</returns>
    public override string ToString() => _single ?? string.Join(',', _array!);

    /// <summary>The values one by one.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<string> GetEnumerator() => ToArray().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both are of one kind and hold the same values in the same order.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>True if they are equal.</returns>
    public bool Equals(QueryValue? other) =>
        other is not null && _single == other._single && IsArray == other.IsArray && _array.AsSpan().SequenceEqual(other._array);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QueryValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsArray, ToString());

    internal void WriteTo(Utf8JsonWriter writer)
    {
        if (_array is null)
        {
            writer.WriteStringValue(_single);
            return;
        }

        writer.WriteStartArray();
        foreach (var value in _array)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private sealed class JsonShape : JsonConverter<QueryValue>
    {
        public override QueryValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray
                ? new QueryValue(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? [])
                : new QueryValue(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, QueryValue value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
