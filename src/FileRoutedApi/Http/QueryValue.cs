using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileRoutedApi;

/// <summary>
/// The value of one key of a query string, a form or a route. It is a string if the key occurs once, and an array if it occurs several
/// times or is a catch-all. It converts implicitly to <see cref="string"/> and to an array of strings.
/// </summary>
/// <remarks>Its JSON has the form of Next.js: <c>{"pid":"abc"}</c>, <c>{"slug":["a"]}</c>.</remarks>
[JsonConverter(typeof(Converter))]
public sealed class QueryValue : IReadOnlyList<string>, IEquatable<QueryValue>
{
    // Exactly one of the two is set: a single value needs no array.
    private readonly string? _single;
    private readonly string[]? _array;

    /// <summary>Creates a value that is a string.</summary>
    /// <param name="value">The value.</param>
    public QueryValue(string value) => _single = value;

    /// <summary>Creates a value that is an array, even with one element or none.</summary>
    /// <param name="values">The values, in the order of the request.</param>
    public QueryValue(IEnumerable<string> values) => _array = [.. values];

    /// <summary>Gets a value indicating whether this is an array, even one with a single value.</summary>
    public bool IsArray => _array is not null;

    /// <summary>Gets the number of values.</summary>
    public int Count => _array?.Length ?? 1;

    /// <summary>Gets one of the values.</summary>
    /// <param name="index">The zero-based index.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or not less than <see cref="Count"/>.</exception>
    public string this[int index] => _array is not null && (uint)index < (uint)_array.Length ? _array[index]
        : _single is not null && index == 0 ? _single
        : throw new ArgumentOutOfRangeException(nameof(index));

#nullable disable
    // Nullable-oblivious, so that `string id = req.Query["id"]`, `?? "x"` and `is null` all compile without a warning.

    /// <summary>Returns the value, or null for a missing key. As in JavaScript, several values are joined with a comma.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator string(QueryValue value) => value?.ToString();

    /// <summary>Returns all values, or an empty array for a missing key.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator string[](QueryValue value) => value?.ToArray() ?? [];

    /// <summary>Creates a value that is a string.</summary>
    /// <param name="value">The value, or null.</param>
    public static implicit operator QueryValue(string value) => value is null ? null : new QueryValue(value);
#nullable restore

    /// <summary>Copies the values to a new array.</summary>
    /// <returns>A new array.</returns>
    public string[] ToArray() => _array is null ? [_single!] : [.. _array];

    /// <summary>Returns the value. Several values are joined with a comma.</summary>
    /// <returns>A string, never null.</returns>
    public override string ToString() => _single ?? string.Join(',', _array!);

    /// <summary>Returns an enumerator of the values.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<string> GetEnumerator() => ToArray().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns true if both are strings or both are arrays, with the same values in the same order.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>True if the values are equal.</returns>
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

    private sealed class Converter : JsonConverter<QueryValue>
    {
        public override QueryValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray
                ? new QueryValue(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? [])
                : new QueryValue(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, QueryValue value, JsonSerializerOptions options) =>
            value.WriteTo(writer);
    }
}
