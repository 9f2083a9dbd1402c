using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Functions;

/// <summary>The parameters of one route, as its handler sees them: fully decoded, a catch-all as a list.</summary>
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

            // By its place in the path where there are escapes: a value may have been decoded for binding already, and
            // then its slashes no longer tell where a segment ends.
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
    /// The segments of the path, decoded, without its empty ones; null where what routing saw needs no decoding.
    /// Routing has decoded everything but %2F, so only a value with a percent sign can differ.
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
    /// Decodes the segments that are in a target, by what the target says. Others have been set by something that rewrote the path, or
    /// there is no target without a wire: then an escape that is left is most likely an encoded slash.
    /// </summary>
    private static List<string> Decode(string[] seen, string target)
    {
        if (RequestPath.TryParse(target) is not { } raw)
        {
            throw ApiException.BadEscape();
        }

        string[] matched = [.. raw.Matched.Where(segment => segment.Length > 0)];
        string[] decoded = [.. raw.Decoded.Where(segment => segment.Length > 0)];

        // From the end: a prefix of the path may have been removed or replaced. A literal with decomposed characters is composed by now.
        var same = 0;
        while (same < Math.Min(seen.Length, matched.Length) && IsSame(seen[^(same + 1)], matched[^(same + 1)]))
        {
            same++;
        }

        return [.. seen[..^same].Select(segment => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)), .. decoded[^same..]];
    }

    private static bool IsSame(string seen, string matched) => seen == matched || seen == RouteSegment.Normalize(matched);

    // A group of endpoints puts its prefix before the route.
    private int Offset(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.RoutePattern.PathSegments.Count - RoutePatterns.SegmentCount(file) : 0;
}
