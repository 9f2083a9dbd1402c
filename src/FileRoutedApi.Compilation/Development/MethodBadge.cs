using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders an HTTP method in its colour.</summary>
internal static class MethodBadge
{
    private static readonly string[] _coloured = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static HtmlFragment Of(string method) => method == "*"
        ? HtmlFragment.Of($"""<span class="method any" title="Handler handles every method">ANY</span>""")
        : HtmlFragment.Of($"""<span class="method {(_coloured.Contains(method) ? method.ToLowerInvariant() : "other")}">{method}</span>""");
}
