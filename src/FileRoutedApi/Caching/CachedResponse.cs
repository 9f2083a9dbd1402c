using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>A cached response.</summary>
/// <param name="Headers">The headers, without those of a single connection.</param>
/// <param name="EntityTag">The value of <c>ETag</c>, or null.</param>
/// <param name="GeneratedAt">The time at which the handler was called, in Unix milliseconds.</param>
/// <param name="Versions">The versions of its dependencies at that time.</param>
/// <param name="RetryAt">The time from which a handler that failed may be called again, in Unix milliseconds.</param>
/// <remarks>
/// Serialized to Redis as JSON. Renaming a member without <see cref="JsonPropertyNameAttribute"/> changes that format.
/// </remarks>
internal sealed record CachedResponse(
    int Status,
    IReadOnlyList<KeyValuePair<string, string[]>> Headers,
    byte[] Body,
    string? EntityTag,
    [property: JsonPropertyName("MadeAt")] long GeneratedAt,
    long[] Versions,
    long RetryAt = 0)
{
    // The memory of the MemoryCache and FusionCache entries, this object and its arrays, measured in a 64-bit process and rounded up.
    private const int EntryOverhead = 900;
    private const int HeaderOverhead = 112;
    private const int StringOverhead = 32;

    /// <summary>
    /// Gets the versions of the dependencies when the handler last failed to regenerate the response; empty if it did not fail.
    /// </summary>
    [JsonPropertyName("Tried")]
    public long[] FailedVersions { get; init; } = [];

    private PreparedHeader[]? _prepared;

    /// <summary>Gets the headers in the types that a response takes, created once per entry.</summary>
    [JsonIgnore]
    public PreparedHeader[] Prepared => _prepared ??= [.. Headers.Select(header => new PreparedHeader(header.Key, header.Value))];

    /// <summary>
    /// Gets whether a server can send the headers. A handler can set one that no server accepts; once cached, it would fail every request.
    /// </summary>
    [JsonIgnore]
    public bool HasValidHeaders =>
        Headers is not null
        && Headers.All(header => IsToken(header.Key) && header.Value is not null && Array.TrueForAll(header.Value, IsFieldValue))
        && (EntityTag is null || IsFieldValue(EntityTag));

    /// <summary>Gets whether all required members are present and valid. A value that was read from Redis may be damaged.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Status is >= 200 and <= 599 && Body is not null && Versions is not null && FailedVersions is not null && HasValidHeaders;

    /// <summary>Returns the age in seconds.</summary>
    public long AgeAt(long now) => Math.Max(0, (now - GeneratedAt) / 1000);

    /// <summary>Estimates the memory that the cache entry takes, in bytes.</summary>
    /// <param name="key">The key that it is stored under.</param>
    public long EstimateSize(string key) => EntryOverhead + SizeOf(key) + SizeOf(EntityTag) + Body.Length
        + ((Versions.Length + FailedVersions.Length) * sizeof(long))
        + Headers.Sum(header => HeaderOverhead + SizeOf(header.Key) + header.Value.Sum(SizeOf));

    private static long SizeOf(string? text) => text is null ? 0 : StringOverhead + (text.Length * sizeof(char));

    // RFC 9110 section 5.6.2.
    private static bool IsToken(string? name) =>
        name is { Length: > 0 } && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));

    // RFC 9110 section 5.5.
    private static bool IsFieldValue(string? value) =>
        value is not null && value.All(character => !char.IsControl(character) || character == '\t');
}

/// <summary>A header of a cached response.</summary>
internal sealed class PreparedHeader(string name, StringValues value)
{
    private static readonly HashSet<string> _appended =
        new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Vary", "WWW-Authenticate", "Proxy-Authenticate" };

    public string Name => name;

    public StringValues Value => value;

    /// <summary>Gets whether the value is appended to one that middleware has set. Other headers replace theirs.</summary>
    public bool IsAppended { get; } = _appended.Contains(name);
}
