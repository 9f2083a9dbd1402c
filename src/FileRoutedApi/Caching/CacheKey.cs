using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Caching;

/// <summary>What makes an answer another one: the file, the values in its path, and the keys and headers that it varies by.</summary>
internal sealed class CacheKey
{
    private static readonly RequestQuery _noQuery = new();

    private readonly RouteFile _file;
    private readonly RequestQuery _parameters;
    private readonly KeyValuePair<string, string?>[] _headers;

    /// <param name="code">What tells the code from that of another build.</param>
    private CacheKey(RouteFile file, string code, RequestQuery parameters, RequestQuery query, KeyValuePair<string, string?>[] headers)
    {
        _file = file;
        _parameters = parameters;
        _headers = headers;
        Target = PathOf(file, parameters, Uri.EscapeDataString);
        QueryString = string.Concat(query.SelectMany(pair => pair.Value.Select(value => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value)}"))) is { Length: > 0 } text ? "?" + text[1..] : "";
        Text = KeyText.Shorten($"{code}{Target}{QueryString}{string.Concat(headers.Select(header => header.Value is null ? "\n-" : $"\n+{header.Value}"))}");
    }

    /// <summary>The key as text.</summary>
    public string Text { get; }

    /// <summary>The path as a client would write it; literal segments as the file has them, whatever this client wrote.</summary>
    public string Target { get; }

    /// <summary>The query keys that it varies by; empty, or with a question mark.</summary>
    public string QueryString { get; }

    /// <summary>The path as routing sees it.</summary>
    public string Path => PathOf(_file, _parameters, segment => segment.Replace("/", "%2F", StringComparison.Ordinal));

    /// <summary>The headers that it varies by, and that came.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Headers => _headers.Where(header => header.Value is not null);

    public IEnumerable<KeyValuePair<string, object?>> RouteValues => _parameters.Select(pair => KeyValuePair.Create(pair.Key, (object?)string.Join('/', pair.Value)));

    /// <summary>The key of an answer that varies by nothing.</summary>
    public static CacheKey Of(RouteFile file, string code) => new(file, code, _noQuery, _noQuery, []);

    public static CacheKey Of(RouteFile file, string code, HttpContext context, IRouteParameters parameters, CachePolicy policy)
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
            file, code, values, query, [.. policy.Headers.Select(name => KeyValuePair.Create(name, context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null))]);
    }

    /// <summary>The name of the answers of its path, whatever they vary by.</summary>
    public string Name => NameOfPath(Target);

    /// <summary>The name of the answers with a tag.</summary>
    public static string NameOfTag(string tag) => $"tag:{tag}";

    /// <summary>The name of the answers of the path that a match stands for.</summary>
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
}
