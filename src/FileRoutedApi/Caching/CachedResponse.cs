using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>A cached response.</summary>
/// <param name="Headers">All headers but those that belong to one connection.</param>
/// <param name="EntityTag">The value of <c>ETag</c>; null without one.</param>
/// <param name="MadeAt">When the handler was called, in milliseconds since 1970.</param>
/// <param name="Versions">The versions of its path and its tags at that time.</param>
/// <param name="RetryAt">When to call the handler again after it failed, in milliseconds since 1970.</param>
internal sealed record CachedResponse(
    int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body, string? EntityTag, long MadeAt, long[] Versions, long RetryAt = 0)
{
    // The entry of MemoryCache with its node, that of FusionCache, this object and its arrays. Measured on 64 bits, rounded up.
    private const int EntryOverhead = 900;
    private const int HeaderOverhead = 112;
    private const int StringOverhead = 32;

    /// <summary>The versions for which the handler failed to make another response; empty where it did not.</summary>
    public long[] Tried { get; init; } = [];

    private StringValues[]? _values;

    /// <summary>The values of the headers, as a response takes them.</summary>
    [JsonIgnore]
    public StringValues[] Values => _values ??= [.. Headers.Select(header => new StringValues(header.Value))];

    /// <summary>Whether a server sends its headers. A handler can set one that no server sends; each request would fail for as long as the entry lives.</summary>
    [JsonIgnore]
    public bool HasValidHeaders =>
        Headers is not null && Headers.All(header => IsToken(header.Key) && header.Value is not null && Array.TrueForAll(header.Value, IsFieldValue))
        && (EntityTag is null || IsFieldValue(EntityTag));

    /// <summary>Whether it is a response at all. What was read from Redis may be damaged.</summary>
    [JsonIgnore]
    public bool IsValid => Status is >= 200 and <= 599 && Body is not null && Versions is not null && Tried is not null && HasValidHeaders;

    /// <summary>About how much memory its entry takes, in bytes.</summary>
    /// <param name="key">The key that it is stored under.</param>
    public long SizeWith(string key) => EntryOverhead + SizeOf(key) + SizeOf(EntityTag) + Body.Length + ((Versions.Length + Tried.Length) * sizeof(long))
        + Headers.Sum(header => HeaderOverhead + SizeOf(header.Key) + header.Value.Sum(SizeOf));

    private static long SizeOf(string? text) => text is null ? 0 : StringOverhead + (text.Length * sizeof(char));

    // RFC 9110 section 5.6.2.
    private static bool IsToken(string? name) =>
        name is { Length: > 0 } && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));

    // RFC 9110 section 5.5.
    private static bool IsFieldValue(string? value) => value is not null && value.All(character => !char.IsControl(character) || character == '\t');
}
