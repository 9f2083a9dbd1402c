namespace FileRoutedApi.Caching;

/// <summary>The decision whether a response may be stored (RFC 9111 section 3).</summary>
/// <param name="IsPersonal">True if only the client that triggered the generation may get the response.</param>
/// <param name="Reason">Why the response must not be stored; empty if it may be stored.</param>
internal readonly record struct Storability(bool IsPersonal, string Reason)
{
    private static readonly string[] _forbiddingDirectives = ["no-store", "no-cache", "private"];

    public bool IsAllowed => Reason.Length == 0;

    public static Storability Of(CachedResponse response, CachePolicy policy)
    {
        foreach (var (name, values) in response.Headers)
        {
            // RFC 9111 section 5.2.2.
            if (Is(name, "Cache-Control") && Array.Exists(values, ForbidsStoring))
            {
                return new Storability(IsPersonal: true, "its Cache-Control header forbids it");
            }

            // RFC 9111 section 4.1.
            if (Is(name, "Vary") && values.Contains("*"))
            {
                return new Storability(IsPersonal: true, "its Vary header is '*'");
            }

            if (Is(name, "Set-Cookie") && !policy.SetCookie)
            {
                return new Storability(IsPersonal: true, "it sets a cookie, and config.Cache.SetCookie is false");
            }
        }

        return new Storability(
            IsPersonal: false, policy.Statuses.Contains(response.Status) ? "" : "config.Cache.Statuses does not contain its status");
    }

    private static bool Is(string name, string header) => name.Equals(header, StringComparison.OrdinalIgnoreCase);

    private static bool ForbidsStoring(string value) =>
        Array.Exists(_forbiddingDirectives, directive => value.Contains(directive, StringComparison.OrdinalIgnoreCase));
}
