using FileRoutedApi.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders which file handles a path, and why.</summary>
internal static class ExplanationView
{
    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE", "CONNECT"];

    /// <summary>Renders the explanation; empty without an address.</summary>
    /// <param name="address">A path with or without a query, or a URL, with or without a method in front of it.</param>
    public static HtmlFragment Of(DevState state, string address)
    {
        if (address.Length == 0 || state.Table is not { } table)
        {
            return HtmlFragment.Empty;
        }

        var (method, target) = Divide(address.Trim());
        var path = PathOf(target);
        return RequestPath.TryParse(path) is { } parsed
            ? Of(state, method, path, table.Explain(parsed))
            : HtmlFragment.Of(
                $"""<p class="verdict no"><code>{path}</code> has an invalid percent escape: the response is 400 before routing.</p>""");
    }

    private static HtmlFragment Of(DevState state, string? method, string path, RouteExplanation explanation)
    {
        var methods = explanation.Match is { } match ? state.Modules.GetValueOrDefault(match.File.Path)?.Methods ?? [] : [];
        var isHandled = explanation.Match is not null && (method is null || Handles(methods, method));
        return HtmlFragment.Of(
            $"""
            <p class="verdict {(isHandled ? "yes" : "no")}">{Result(state, method, path, explanation.Match, methods)}</p>
            <ol class="candidates">{explanation.Candidates.Select(candidate => Candidate(state, candidate))}</ol>
            <p class="none">{explanation.OmittedReason}</p>
            """);
    }

    private static HtmlFragment Result(DevState state, string? method, string path, RouteMatch? match, IReadOnlyList<string> methods)
    {
        if (match is null)
        {
            var create = NewFileFor(state, path) is { } file
                ? HtmlFragment.Of($" To handle it, create <code>{file}</code>.")
                : HtmlFragment.Empty;
            return HtmlFragment.Of($"No file handles <code>{path}</code>: the response is 404.{create}");
        }

        var link = ErrorView.Link(state.Folder, match.File.Path, 0, 0);
        var badges = methods.Select(MethodBadge.Of);
        return method is null || Handles(methods, method)
            ? HtmlFragment.Of($"{link} handles <code>{Target(method, path)}</code> {badges}")
            : HtmlFragment.Of(
                $"{link} has the path, but no function for <code>{method}</code>: the response is 405. It has {badges}. No other file is tried.");
    }

    private static string Target(string? method, string path) => method is null ? path : $"{method} {path}";

    // A file without methods has an error, or is not loaded yet. HEAD and OPTIONS are handled for every file.
    private static bool Handles(IReadOnlyList<string> methods, string method) =>
        methods.Count == 0 || methods.Contains("*") || methods.Contains(method) || method == "OPTIONS"
        || (method == "HEAD" && methods.Contains("GET"));

    private static string? NewFileFor(DevState state, string path)
    {
        var basePath = state.BasePath.TrimEnd('/');
        var segments = path.Trim('/');
        if (segments.Length > 0 && !segments.Split('/').All(IsFileName))
        {
            return null;
        }

        return path.StartsWith($"{basePath}/", StringComparison.OrdinalIgnoreCase)
            ? path[basePath.Length..].Trim('/') is { Length: > 0 } rest ? $"api/{rest}.cs" : "api/index.cs"
            : Directory.Exists(Path.Combine(state.Root, "app")) ? $"app/{segments}/page.cs".Replace("//", "/", StringComparison.Ordinal)
            : null;
    }

    private static bool IsFileName(string segment) =>
        segment.Length > 0 && segment[0] is not ('_' or '.')
        && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~');

    private static HtmlFragment Candidate(DevState state, RouteCandidate candidate) => HtmlFragment.Of(
        $"""
        <li class="{(candidate.IsSelected ? "handles" : candidate.Matches ? "matches" : "differs")}">
        <span class="pattern">{RoutesView.Pattern(candidate.File, 0)}</span>
        {ErrorView.Link(state.Folder, candidate.File.Path, 0, 0)}
        <span class="reason">{candidate.Reason}</span>
        </li>
        """);

    /// <summary>Divides <c>POST /api/users</c> into the method and the address.</summary>
    private static (string? Method, string Address) Divide(string text) =>
        text.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, { Length: > 0 } rest]
            && (_methods.Contains(first.ToUpperInvariant()) || rest[0] == '/')
            ? (first.ToUpperInvariant(), rest)
            : (null, text);

    private static string PathOf(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.PathAndQuery : address;
        path = path.Split('?', '#')[0];
        return path.StartsWith('/') ? path : "/" + path;
    }
}
