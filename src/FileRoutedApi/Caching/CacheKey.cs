using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Caching;

/// <summary>
/// The key of a cached response: a code version, the file, the path, and a hash of the query keys and headers that it varies by.
/// </summary>
/// <remarks>
/// The file is part of the key because two files can respond to paths that are equal after normalization. <c>/shop//report</c> may match
/// <c>shop/[...rest].cs</c> while <c>/shop/report</c> matches <c>shop/report.cs</c>, which other guards protect.
/// </remarks>
internal sealed class CacheKey
{
    // Not a prefix of FusionCache, which would be concatenated for each lookup.
    private const string Prefix = "responses:";

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
        QueryString = Write(query);
        Text = $"{Prefix}{version}:{KeyText.Shorten($"{file.Path}:{Target}")}{Variant()}";
    }

    /// <summary>Gets the key as text.</summary>
    public string Text { get; }

    /// <summary>Gets the escaped path. Literal segments are spelled as in the file name, whatever casing the client used.</summary>
    public string Target { get; }

    /// <summary>Gets the query keys that the response varies by, with a leading question mark; empty if there are none.</summary>
    public string QueryString { get; }

    /// <summary>Gets the path as routing sees it: decoded, except for slashes inside a segment.</summary>
    public string Path => PathOf(_file, _parameters, segment => segment.Replace("/", "%2F", StringComparison.Ordinal));

    /// <summary>Gets the headers that the response varies by and that the request has.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Headers => _headers.Where(header => header.Value is not null);

    public IEnumerable<KeyValuePair<string, object?>> RouteValues =>
        _parameters.Select(pair => KeyValuePair.Create(pair.Key, (object?)string.Join('/', pair.Value)));

    /// <summary>
    /// Gets the dependency on the path. Invalidating it invalidates every variant of the response, whichever file generates it.
    /// </summary>
    public string PathDependency => DependencyOn(Target);

    /// <summary>Creates the key of a response that does not vary.</summary>
    /// <param name="version">The version of the code that generates the response.</param>
    public static CacheKey Of(RouteFile file, string version) => new(file, version, _noQuery, _noQuery, []);

    /// <summary>Creates the key of the response to a request.</summary>
    /// <param name="version">The version of the code that generates the response.</param>
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

        var headers = policy.Headers.Select(name =>
            KeyValuePair.Create(name, context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null));
        return new CacheKey(file, version, values, query, [.. headers]);
    }

    /// <summary>Returns the dependency of the responses that have a tag.</summary>
    public static string TagDependency(string tag) => $"tag:{tag}";

    /// <summary>Returns the dependency of all responses of a file.</summary>
    public static string FileDependency(RouteFile file) => $"file:{KeyText.Shorten(file.Path)}";

    /// <summary>Returns the dependency of the responses of a matched path.</summary>
    public static string PathDependencyOf(RouteMatch match)
    {
        var parameters = new RequestQuery();
        foreach (var parameter in match.Parameters)
        {
            parameters[parameter.Name] = new QueryValue([.. parameter.Values]);
        }

        return DependencyOn(PathOf(match.File, parameters, Uri.EscapeDataString));
    }

    private static string DependencyOn(string target) => $"path:{KeyText.Shorten(target)}";

    private static string PathOf(RouteFile file, RequestQuery parameters, Func<string, string> write)
    {
        var segments = file.Segments.SelectMany(segment =>
            segment.Kind == RouteSegmentKind.Static ? [segment.Text] : parameters[segment.Text]?.AsEnumerable() ?? []);
        return file.Segments.Count == 0 ? "/" : string.Concat(segments.Select(segment => "/" + write(segment)));
    }

    private static string Write(RequestQuery query)
    {
        var pairs = query.SelectMany(pair =>
            pair.Value.Select(value => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value)}"));
        return string.Concat(pairs) is { Length: > 0 } text ? "?" + text[1..] : "";
    }

    // Hashed, because headers and query keys may hold secrets, and the keys of a shared cache can be listed.
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
