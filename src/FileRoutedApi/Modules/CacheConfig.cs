namespace FileRoutedApi;

/// <summary>Whether answers to GET are kept, in the words of Next.js.</summary>
public enum RouteDynamic
{
    /// <summary>They are, where <see cref="RouteConfig.Revalidate"/> says how long.</summary>
    Auto,

    /// <summary>They are, until somebody revalidates them unless <see cref="RouteConfig.Revalidate"/> says how long.</summary>
    ForceStatic,

    /// <summary>They never are, whatever <see cref="RouteConfig.Revalidate"/> says.</summary>
    ForceDynamic,
}

/// <summary>How long an answer is kept: a number of seconds, or <c>false</c> for until somebody revalidates it.</summary>
public sealed class RevalidateConfig
{
    /// <summary>Whether anything is said.</summary>
    internal bool IsSet { get; private init; }

    /// <summary>After how many seconds an answer is made anew; null for never by itself.</summary>
    internal int? Seconds { get; private init; }

    /// <summary>Whether it says <c>true</c>, which means nothing.</summary>
    internal bool IsTrue { get; private init; }

    /// <summary>Keeps an answer for some time. 0 keeps none.</summary>
    /// <param name="seconds">How long.</param>
    public static implicit operator RevalidateConfig(int seconds) => FromInt32(seconds);

    /// <summary>Keeps an answer until somebody revalidates it.</summary>
    /// <param name="automatic">Only <c>false</c> has a meaning.</param>
    public static implicit operator RevalidateConfig(bool automatic) => FromBoolean(automatic);

    /// <summary>Keeps an answer for some time. 0 keeps none.</summary>
    /// <param name="seconds">How long.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromInt32(int seconds) => new() { IsSet = true, Seconds = seconds };

    /// <summary>Keeps an answer until somebody revalidates it.</summary>
    /// <param name="automatic">Only <c>false</c> has a meaning.</param>
    /// <returns>The configuration.</returns>
    public static RevalidateConfig FromBoolean(bool automatic) => new() { IsSet = true, IsTrue = automatic };
}

/// <summary>
/// Which requests share a kept answer. The handler sees nothing else of the request than what is named here, besides
/// its path: no other query key, no other header, no cookie and no user. So no client can have its own answer kept for others.
/// </summary>
public sealed class CacheConfig
{
    /// <summary>The query keys that make another answer; none unless named.</summary>
    public IList<string> Query { get; set; } = [];

    /// <summary>The request headers that make another answer; none unless named. They are sent as <c>Vary</c>.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>The status codes that are kept; 200 alone unless named.</summary>
    public IList<int> Statuses { get; set; } = [200];

    /// <summary>
    /// Whether requests with an <c>Authorization</c> header or of somebody who is signed in get the kept answer as well. Otherwise
    /// they are answered by the handler, each for itself.
    /// </summary>
    public bool Authenticated { get; set; }

    /// <summary>Whether an answer that sets cookies is kept, cookies and all.</summary>
    public bool SetCookie { get; set; }
}
