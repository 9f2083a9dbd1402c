namespace FileRoutedApi;

/// <summary>Whether responses to GET are cached, in the words of Next.js.</summary>
public enum RouteDynamic
{
    /// <summary>They are, if <see cref="RouteConfig.Revalidate"/> is set.</summary>
    Auto,

    /// <summary>They are, until they are invalidated unless <see cref="RouteConfig.Revalidate"/> is set.</summary>
    ForceStatic,

    /// <summary>They are not, even if <see cref="RouteConfig.Revalidate"/> is set.</summary>
    ForceDynamic,
}

/// <summary>How long a response is cached: a number of seconds, or <c>false</c> for until it is invalidated.</summary>
public sealed class RevalidateConfig
{
    /// <summary>Whether it is set.</summary>
    internal bool IsSet { get; private init; }

    /// <summary>After how many seconds a response is regenerated; null for only when it is invalidated.</summary>
    internal int? Seconds { get; private init; }

    /// <summary>Whether it is <c>true</c>, which has no meaning.</summary>
    internal bool IsTrue { get; private init; }

    /// <summary>Caches a response for some time. 0 caches none.</summary>
    /// <param name="seconds">The number of seconds.</param>
    public static implicit operator RevalidateConfig(int seconds) => FromInt32(seconds);

    /// <summary>Caches a response until it is invalidated.</summary>
    /// <param name="automatic">Only <c>false</c> has a meaning.</param>
    public static implicit operator RevalidateConfig(bool automatic) => FromBoolean(automatic);

    /// <summary>Caches a response for some time. 0 caches none.</summary>
    /// <param name="seconds">The number of seconds.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromInt32(int seconds) => new() { IsSet = true, Seconds = seconds };

    /// <summary>Caches a response until it is invalidated.</summary>
    /// <param name="automatic">Only <c>false</c> has a meaning.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromBoolean(bool automatic) => new() { IsSet = true, IsTrue = automatic };
}

/// <summary>
/// Which requests share a cached response. The handler sees nothing else of the request than what is named here, besides
/// its path: no other query key, no other header, no cookie and no user. So no client can have its own response cached for others.
/// </summary>
public sealed class CacheConfig
{
    /// <summary>The query keys that the response varies by; none unless named.</summary>
    public IList<string> Query { get; set; } = [];

    /// <summary>The request headers that the response varies by; none unless named. They are sent as <c>Vary</c>.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>The status codes that are cached; 200 alone unless named.</summary>
    public IList<int> Statuses { get; set; } = [200];

    /// <summary>
    /// Whether requests with an <c>Authorization</c> header or an authenticated user get the cached response as well. Otherwise
    /// the handler runs for each of them.
    /// </summary>
    public bool Authenticated { get; set; }

    /// <summary>Whether a response that sets cookies is cached, cookies and all.</summary>
    public bool SetCookie { get; set; }

    /// <summary>
    /// Whether shared caches, such as a CDN, may store the response (RFC 9111 section 3) although a <c>_middleware.cs</c> or
    /// authorization stands in front. Such a cache serves it to everyone, without asking either of them. Otherwise
    /// <c>Cache-Control</c> is <c>private</c> then.
    /// </summary>
    public bool Shared { get; set; }
}
