using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Caching;

/// <summary>
/// The key of a cached response: the version of what it is made from, the file, the path, and a hash of the query keys and
/// headers that it varies by.
/// </summary>
/// <remarks>
/// The file is part of the key because two files can answer paths that look the same once they are normalised:
/// <c>/shop//report</c> may be one of <c>shop/[...rest].cs</c>, and <c>/shop/report</c> is one of <c>shop/report.cs</c>, which other guards protect.
/// </remarks>
internal sealed class CacheKey
{
    private static readonly RequestQuery _noQuery = new();

    private readonly RouteFile _file;
    private readonly RequestQuery _parameters;
    private readonly KeyValuePair<string, string?>[] _headers;

    private CacheKey(RouteFile file, string version, RequestQuery parameters, RequestQuery query, KeyValuePair<string, string?>[] headers)
    {
        _file = file;
        _parameters = parameters;
        _headers = headers;
        Target = PathOf(file, parameters, Uri.EscapeDataString);
        QueryString = string.Concat(query.SelectMany(pair => pair.Value.Select(value => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value)}"))) is { Length: > 0 } text ? "?" + text[1..] : "";
        Text = $"{version}:{KeyText.Shorten($"{file.Path}:{Target}")}{Variant()}";
    }

    /// <summary>The key as text.</summary>
    public string Text { get; }

    /// <summary>The path as a client would write it; literal segments as the file has them, whatever this client wrote.</summary>
    public string Target { get; }

    /// <summary>The query keys that the response varies by; empty, or with a question mark.</summary>
    public string QueryString { get; }

    /// <summary>The path as routing sees it.</summary>
    public string Path => PathOf(_file, _parameters, segment => segment.Replace("/", "%2F", StringComparison.Ordinal));

    /// <summary>The headers that the response varies by and that the request has.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Headers => _headers.Where(header => header.Value is not null);

    public IEnumerable<KeyValuePair<string, object?>> RouteValues => _parameters.Select(pair => KeyValuePair.Create(pair.Key, (object?)string.Join('/', pair.Value)));

    /// <summary>The key of a response that varies by nothing.</summary>
    /// <param name="version">The version of what it is made from.</param>
    public static CacheKey Of(RouteFile file, string version) => new(file, version, _noQuery, _noQuery, []);

    /// <summary>The key of the response to a request.</summary>
    /// <param name="version">The version of what it is made from.</param>
    public static CacheKey Of(RouteFile file, string version, HttpContext context, IRouteParameters parameters, CachePolicy policy)
    {
        var values = new RequestQuery();
        parameters.AddTo(values, context);
        var query = new RequestQuery();
        if (policy.Query.Count > 0 && context.Request.QueryString.HasValue)
        {
            var all = RequestQuery.Parse(context.Request.QueryString.Value);
            foreach (var name in policy.Query)
            {
                query[name] = all[name];
            }
        }

        return new CacheKey(
            file, version, values, query, [.. policy.Headers.Select(name => KeyValuePair.Create(name, context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null))]);
    }

    /// <summary>What to invalidate for the responses of its path, whatever they vary by and whichever file they are of.</summary>
    public string Name => NameOfPath(Target);

    /// <summary>What to invalidate for the responses with a tag.</summary>
    public static string NameOfTag(string tag) => $"tag:{tag}";

    /// <summary>What to invalidate for all responses of a file.</summary>
    public static string NameOfFile(RouteFile file) => $"file:{KeyText.Shorten(file.Path)}";

    /// <summary>What to invalidate for the responses of the path that a match stands for.</summary>
    public static string NameOf(RouteMatch match)
    {
        var parameters = new RequestQuery();
        foreach (var parameter in match.Parameters)
        {
            parameters[parameter.Name] = new QueryValue([.. parameter.Values]);
        }

        return NameOfPath(PathOf(match.File, parameters, Uri.EscapeDataString));
    }

    private static string NameOfPath(string target) => $"path:{KeyText.Shorten(target)}";

    private static string PathOf(RouteFile file, RequestQuery parameters, Func<string, string> write) => file.Segments.Count == 0 ? "/" : string.Concat(
        file.Segments.SelectMany(segment => segment.Kind == RouteSegmentKind.Static ? [segment.Text] : parameters[segment.Text]?.AsEnumerable() ?? [])
            .Select(segment => "/" + write(segment)));

    // Hashed, because headers and query keys may hold secrets, and keys can be read by everyone who can list them.
    private string Variant()
    {
        if (QueryString.Length + _headers.Length == 0)
        {
            return "";
        }

        var text = string.Concat(_headers.Select(header => header.Value is null ? "\n-" : $"\n+{header.Value}").Prepend(QueryString));
        return $"#{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
