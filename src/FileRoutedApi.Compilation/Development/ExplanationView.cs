using FileRoutedApi.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders which file handles a path, and why.</summary>
internal static class ExplanationView
{
    /// <summary>Renders the explanation; empty without an address.</summary>
    /// <param name="address">A path with or without a query, or a URL.</param>
    public static HtmlFragment Of(DevState state, string address)
    {
        if (address.Length == 0 || state.Table is not { } table)
        {
            return HtmlFragment.Empty;
        }

        var path = PathOf(address.Trim());
        return RequestPath.TryParse(path) is { } parsed
            ? Of(state, path, table.Explain(parsed))
            : HtmlFragment.Of($"<p class=\"verdict no\"><code>{path}</code> has an invalid percent escape: the response is 400 before routing.</p>");
    }

    private static HtmlFragment Of(DevState state, string path, RouteExplanation explanation) => HtmlFragment.Of(
        $"""
        <p class="verdict {(explanation.Match is null ? "no" : "yes")}">{Result(state, path, explanation.Match)}</p>
        <ol class="candidates">{explanation.Candidates.Select(candidate => Candidate(state, candidate))}</ol>
        <p class="none">{explanation.OmittedReason}</p>
        """);

    private static HtmlFragment Result(DevState state, string path, RouteMatch? match)
    {
        if (match is null)
        {
            return HtmlFragment.Of($"No file handles <code>{path}</code>: the response is 404.");
        }

        var methods = (state.Modules.GetValueOrDefault(match.File.Path)?.Methods ?? []).Select(MethodBadge.Of);
        return HtmlFragment.Of($"{ErrorView.Link(state.Root, match.File.Path, 0, 0)} handles <code>{path}</code> {methods}");
    }

    private static HtmlFragment Candidate(DevState state, RouteCandidate candidate) => HtmlFragment.Of(
        $"""
        <li class="{(candidate.IsSelected ? "handles" : candidate.Matches ? "matches" : "differs")}">
        <span class="pattern">{RoutesView.Pattern(candidate.File, 0)}</span>
        {ErrorView.Link(state.Root, candidate.File.Path, 0, 0)}
        <span class="reason">{candidate.Reason}</span>
        </li>
        """);

    private static string PathOf(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.PathAndQuery : address;
        path = path.Split('?', '#')[0];
        return path.StartsWith('/') ? path : "/" + path;
    }
}
