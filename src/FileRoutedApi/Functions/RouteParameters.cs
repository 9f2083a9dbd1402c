using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Functions;

/// <summary>The parameters of a route in the form that its handler sees: decoded, and a catch-all as a list.</summary>
internal sealed class RouteParameters(RouteFile file) : IRouteParameters
{
    private readonly RouteSegment[] _segments = [.. file.Segments];

    public void AddTo(RequestQuery query, HttpContext context)
    {
        if (file.Kind == RouteSegmentKind.Static)
        {
            return;
        }

        var path = DecodedSegments(context);
        for (var i = 0; i < _segments.Length; i++)
        {
            var segment = _segments[i];
            if (segment.Kind == RouteSegmentKind.Static)
            {
                continue;
            }

            // If the path has escapes, values are taken from their position in it: a route value may have been decoded for binding already,
            // and its slashes then do not separate segments.
            var text = context.Request.RouteValues[segment.Text] as string ?? "";
            if (segment.IsCatchAll)
            {
                string[] rest = path is null ? text.Split('/', StringSplitOptions.RemoveEmptyEntries) : [.. path.Skip(Offset(context) + i)];
                query[segment.Text] = rest.Length == 0 ? null : new QueryValue(rest);
            }
            else
            {
                query[segment.Text] = new QueryValue(path is null ? text : path[Offset(context) + i]);
            }
        }
    }

    public void DecodeRouteValues(HttpContext context)
    {
        if (file.Kind == RouteSegmentKind.Static || DecodedSegments(context) is null)
        {
            return;
        }

        var decoded = new RequestQuery();
        AddTo(decoded, context);
        foreach (var (name, value) in decoded)
        {
            context.Request.RouteValues[name] = string.Join('/', value);
        }
    }

    public void ShowCatchAllInQuery(HttpContext context)
    {
        var parameters = new RequestQuery();
        AddTo(parameters, context);
        var query = context.Request.Query.ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var segment in _segments.Where(segment => segment.IsCatchAll))
        {
            query[segment.Text] = parameters[segment.Text]?.ToArray() ?? [];
        }

        context.Features.Set<IQueryFeature>(new QueryFeature(new QueryCollection(query)));
    }

    /// <summary>
    /// Returns the decoded segments of the path without empty ones, or null if the path needs no decoding. Routing decodes everything
    /// except %2F, so only a path with a percent sign can need it.
    /// </summary>
    public static List<string>? DecodedSegments(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is null || !path.Contains('%'))
        {
            return null;
        }

        var seen = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (context.Features.Get<RewrittenPath>() is { Text: var rewritten })
        {
            return Decode(seen, rewritten);
        }

        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return Decode(seen, string.IsNullOrEmpty(target) ? "/" : target);
    }

    /// <summary>
    /// Decodes the segments of a path by the request target. Segments that the target does not contain were set by a rewrite, or the server
    /// has no target. In these, a remaining escape is most likely an encoded slash.
    /// </summary>
    private static List<string> Decode(string[] seen, string target)
    {
        if (RequestPath.TryParse(target) is not { } raw)
        {
            throw ApiException.BadEscape();
        }

        string[] matched = [.. raw.Matched.Where(segment => segment.Length > 0)];
        string[] decoded = [.. raw.Decoded.Where(segment => segment.Length > 0)];

        // Compared from the end, because a prefix of the path may have been removed or replaced. Literals may have been normalized.
        var same = 0;
        while (same < Math.Min(seen.Length, matched.Length) && IsSame(seen[^(same + 1)], matched[^(same + 1)]))
        {
            same++;
        }

        return [.. seen[..^same].Select(segment => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)), .. decoded[^same..]];
    }

    private static bool IsSame(string seen, string matched) => seen == matched || seen == RouteSegment.Normalize(matched);

    // The prefix of an endpoint group comes before the route.
    private int Offset(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.RoutePattern.PathSegments.Count - RoutePatterns.SegmentCount(file) : 0;
}
