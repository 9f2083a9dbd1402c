using FileRoutedApi.Development;

namespace FileRoutedApi.Host.Development;

/// <summary>An HTTP method in its colour.</summary>
internal static class MethodBadge
{
    private static readonly string[] _coloured = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static Html Of(string method) => method == "*"
        ? Html.Of($"""<span class="method any" title="Handler handles every method">ANY</span>""")
        : Html.Of($"""<span class="method {(_coloured.Contains(method) ? method.ToLowerInvariant() : "other")}">{method}</span>""");
}
