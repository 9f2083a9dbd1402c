namespace FileRoutedApi;

/// <summary>Specifies whether responses to GET are cached. The values have the names of Next.js.</summary>
public enum RouteDynamic
{
    /// <summary>Responses are cached if <see cref="RouteConfig.Revalidate"/> is set.</summary>
    Auto,

    /// <summary>
    /// Responses are cached for the time of <see cref="RouteConfig.Revalidate"/>; until they are invalidated if it is not set.
    /// </summary>
    ForceStatic,

    /// <summary>Responses are not cached, even if <see cref="RouteConfig.Revalidate"/> is set.</summary>
    ForceDynamic,
}

/// <summary>How long a response is cached: a number of seconds, or <c>false</c> for until it is invalidated.</summary>
public sealed class RevalidateConfig
{
    /// <summary>Gets a value indicating whether a value was assigned.</summary>
    internal bool IsSet { get; private init; }

    /// <summary>Gets the number of seconds after which a response is regenerated; null for only after an invalidation.</summary>
    internal int? Seconds { get; private init; }

    /// <summary>Gets a value indicating whether it is <c>true</c>, which is not valid.</summary>
    internal bool IsTrue { get; private init; }

    /// <summary>Caches responses for a number of seconds. 0 disables caching.</summary>
    /// <param name="seconds">The number of seconds.</param>
    public static implicit operator RevalidateConfig(int seconds) => FromInt32(seconds);

    /// <summary>Caches responses until they are invalidated.</summary>
    /// <param name="automatic">Must be <c>false</c>; <c>true</c> is an error at start.</param>
    public static implicit operator RevalidateConfig(bool automatic) => FromBoolean(automatic);

    /// <summary>Caches responses for a number of seconds. 0 disables caching.</summary>
    /// <param name="seconds">The number of seconds.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromInt32(int seconds) => new() { IsSet = true, Seconds = seconds };

    /// <summary>Caches responses until they are invalidated.</summary>
    /// <param name="automatic">Must be <c>false</c>; <c>true</c> is an error at start.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromBoolean(bool automatic) => new() { IsSet = true, IsTrue = automatic };
}

/// <summary>
/// Configures which requests share a cached response. The handler sees the path of the request and what is listed here, but no other query
/// key, no other header, no cookie and no user. So a personalised response cannot be cached for other clients.
/// </summary>
public sealed class CacheConfig
{
    /// <summary>Gets or sets the query keys by which the response varies. Empty by default.</summary>
    public IList<string> Query { get; set; } = [];

    /// <summary>Gets or sets the request headers by which the response varies, sent as <c>Vary</c>. Empty by default.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>Gets or sets the status codes that are cached. 200 by default.</summary>
    public IList<int> Statuses { get; set; } = [200];

    /// <summary>
    /// Gets or sets a value indicating whether requests with an <c>Authorization</c> header or an authenticated user are served from the
    /// cache too. By default the handler runs for each of them.
    /// </summary>
    public bool Authenticated { get; set; }

    /// <summary>Gets or sets a value indicating whether a response that sets cookies is cached, including the cookies.</summary>
    public bool SetCookie { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether shared caches, such as a CDN, may store the response (RFC 9111 section 3) even if a
    /// <c>_middleware.cs</c> or authorization applies to it. A shared cache serves the response to all clients without running either of
    /// them. By default <c>Cache-Control</c> is <c>private</c> in that case.
    /// </summary>
    public bool Shared { get; set; }
}
