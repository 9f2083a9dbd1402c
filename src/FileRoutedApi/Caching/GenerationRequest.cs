using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Caching;

/// <summary>A response to generate.</summary>
/// <param name="Dependencies">The path, file and tags that it is invalidated by.</param>
/// <param name="Logger">The logger of the route file.</param>
internal sealed record GenerationRequest(
    CacheKey Key, IReadOnlyList<string> Dependencies, CachePolicy Policy, Endpoint Endpoint, RequestDelegate Handler, ILogger Logger)
{
    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets how long clients wait for the response. This is longer than the maximum duration of the handler, which is enforced separately.
    /// </summary>
    public TimeSpan Timeout => Policy.MaxDuration is { } seconds ? TimeSpan.FromSeconds(seconds) + _defaultTimeout : _defaultTimeout;
}

/// <summary>The result of generating a response.</summary>
/// <param name="IsCached">True if the cache stores the response.</param>
/// <param name="IsPersonal">True if only the client that triggered the generation may get the response.</param>
/// <param name="HasFailed">True if the handler failed, so that the response is the previous one.</param>
internal sealed record GeneratedResponse(CachedResponse Response, bool IsCached, bool IsPersonal, bool HasFailed);
