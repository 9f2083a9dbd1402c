using System.Text;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Rules;

/// <summary>The destination of a redirect or rewrite: a path or an absolute URL, with parameters such as <c>:slug</c>.</summary>
internal sealed class RuleDestination
{
    private readonly List<(string Text, bool IsName)> _path;
    private readonly List<(string Text, bool IsName)> _query;

    private RuleDestination(string origin, string path, string query, string fragment)
    {
        Origin = origin;
        Fragment = fragment;
        _path = [.. Split(path).Select(part => part.IsName ? part : (PathString.FromUriComponent($"/{part.Text}").Value![1..], false))];
        _query = Split(query);
    }

    /// <summary>Gets the scheme and the host; empty for a path.</summary>
    public string Origin { get; }

    /// <summary>Gets the fragment with its <c>#</c>, or the empty text.</summary>
    public string Fragment { get; }

    /// <summary>Gets the names of all parameters.</summary>
    public IEnumerable<string> Names => _path.Concat(_query).Where(part => part.IsName).Select(part => part.Text);

    /// <summary>Parses a destination. Returns null if it is neither a path nor an absolute http URL.</summary>
    public static RuleDestination? TryParse(string text)
    {
        var origin = "";
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
            var end = text.AsSpan(start).IndexOfAny('/', '?', '#');
            origin = end < 0 ? text : text[..(start + end)];
            text = text[origin.Length..];
            text = text.StartsWith('/') ? text : $"/{text}";
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            {
                return null;
            }
        }

        if (text is not ['/', ..] || IsNetworkPath(text))
        {
            return null;
        }

        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : text[hash..];
        text = hash < 0 ? text : text[..hash];
        var query = text.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? new RuleDestination(origin, text, "", fragment)
            : new RuleDestination(origin, text[..query], text[(query + 1)..], fragment);
    }

    /// <summary>Returns the path with the values of parameters, decoded as <see cref="HttpRequest.Path"/> is.</summary>
    /// <param name="value">Returns the value of a parameter; null if it is optional and absent.</param>
    public PathString PathWith(Func<string, string?> value)
    {
        var path = new StringBuilder();
        foreach (var (text, isName) in _path)
        {
            var written = isName ? value(text) : text;
            if (string.IsNullOrEmpty(written) && path.Length > 1 && path[^1] == '/')
            {
                path.Length--;
            }

            path.Append(written);
        }

        // A value that begins with a slash must not make a URL of another host, such as //evil.example.
        var whole = path.ToString();
        return IsNetworkPath(whole) ? $"/{whole.TrimStart('/', '\\')}" : whole.Length == 0 ? "/" : whole;
    }

    /// <summary>Returns the query with its <c>?</c>: that of the destination, and then that of the request.</summary>
    public QueryString QueryWith(Func<string, string?> value, QueryString request)
    {
        var query = string.Concat(_query.Select(part => part.IsName ? Uri.EscapeDataString(value(part.Text) ?? "") : part.Text));
        return query.Length == 0 ? request : new QueryString($"?{query}").Add(request);
    }

    private static bool IsNetworkPath(string path) => path is ['/', '/' or '\\', ..];

    private static List<(string Text, bool IsName)> Split(string text)
    {
        var parts = new List<(string Text, bool IsName)>();
        for (var at = 0; at < text.Length;)
        {
            var colon = text.IndexOf(':', at);
            var end = colon + 1;
            while (colon >= 0 && end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            if (colon < 0 || end == colon + 1)
            {
                var next = colon < 0 ? text.Length : end;
                parts.Add((text[at..next], false));
                at = next;
                continue;
            }

            if (colon > at)
            {
                parts.Add((text[at..colon], false));
            }

            parts.Add((text[(colon + 1)..end], true));

            // The operators of the source are allowed here too, and have no meaning.
            at = end < text.Length && text[end] is '*' or '+' ? end + 1 : end;
        }

        return parts;
    }
}
