using FileRoutedApi.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>Which file answers a path, and why, as HTML.</summary>
internal static class ExplanationView
{
    /// <param name="address">As somebody types it: a path, with a query or not, or a whole URL.</param>
    public static Html Of(DevState state, string address)
    {
        if (address.Length == 0 || state.Table is not { } table)
        {
            return Html.Empty;
        }

        var path = PathOf(address.Trim());
        return RequestPath.TryParse(path) is { } parsed
            ? Of(state, path, table.Explain(parsed))
            : Html.Of($"<p class=\"verdict no\"><code>{path}</code> has an invalid percent escape: the response is 400 before routing.</p>");
    }

    private static Html Of(DevState state, string path, RouteExplanation explanation) => Html.Of(
        $"""
        <p class="verdict {(explanation.Match is null ? "no" : "yes")}">{Verdict(state, path, explanation.Match)}</p>
        <ol class="candidates">{explanation.Candidates.Select(candidate => Candidate(state, candidate))}</ol>
        <p class="none">{explanation.OmittedReason}</p>
        """);

    private static Html Verdict(DevState state, string path, RouteMatch? match) => match is null
        ? Html.Of($"No file handles <code>{path}</code>: the response is 404.")
        : Html.Of($"{ErrorView.Link(state.Root, match.File.Path, 0, 0)} handles <code>{path}</code> {(state.Modules.GetValueOrDefault(match.File.Path)?.Methods ?? []).Select(MethodBadge.Of)}");

    private static Html Candidate(DevState state, RouteCandidate candidate) => Html.Of(
        $"""
        <li class="{(candidate.IsSelected ? "answers" : candidate.Matches ? "matches" : "differs")}">
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
