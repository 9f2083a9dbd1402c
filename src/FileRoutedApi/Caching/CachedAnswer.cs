using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>An answer as it is kept.</summary>
/// <param name="Headers">All but those that belong to one response.</param>
/// <param name="EntityTag">What tells the body from another; null where there is none.</param>
/// <param name="MadeAt">When the handler began to make it, in milliseconds since 1970.</param>
/// <param name="Versions">The versions of its path and its tags at that time.</param>
/// <param name="RetryAt">When to try again after the handler failed to make another, in milliseconds since 1970.</param>
internal sealed record CachedAnswer(
    int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body, string? EntityTag, long MadeAt, long[] Versions, long RetryAt = 0)
{
    /// <summary>The versions for which the handler failed to make another; none where it did not.</summary>
    public long[] Tried { get; init; } = [];

    private StringValues[]? _values;

    /// <summary>The values of the headers, as a response takes them.</summary>
    [JsonIgnore]
    public StringValues[] Values => _values ??= [.. Headers.Select(header => new StringValues(header.Value))];

    /// <summary>About how much memory it takes, in bytes.</summary>
    [JsonIgnore]
    public long Size => 512 + Body.Length + Headers.Sum(header => header.Key.Length + header.Value.Sum(value => value.Length));
}
