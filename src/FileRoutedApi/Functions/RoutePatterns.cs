using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FileRoutedApi.Functions;

/// <summary>A route as ASP.NET Core's matcher wants it.</summary>
internal static class RoutePatterns
{
    /// <summary>The pattern of a route; that of everything below a folder, where the file is about one.</summary>
    /// <remarks>From parts, not from text: a name may hold what a template would read as syntax.</remarks>
    public static RoutePattern Create(RouteFile file) => RoutePatternFactory.Pattern(
        "/" + string.Join('/', file.MatchedSegments.Select(TextOf)),
        file.MatchedSegments.Select(segment => RoutePatternFactory.Segment(PartOf(segment))));

    public static int SegmentCount(RouteFile file) => file.MatchedSegments.Count;

    private static string TextOf(RouteSegment segment) => segment.Kind switch
    {
        RouteSegmentKind.Static => segment.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
        RouteSegmentKind.Dynamic => $"{{{segment.Text}}}",
        RouteSegmentKind.CatchAll => $"{{**{segment.Text}:required}}",
        _ => $"{{**{segment.Text}}}",
    };

    private static RoutePatternPart PartOf(RouteSegment segment) => segment.Kind switch
    {
        RouteSegmentKind.Static => RoutePatternFactory.LiteralPart(segment.Text),
        RouteSegmentKind.Dynamic => RoutePatternFactory.ParameterPart(segment.Text),
        RouteSegmentKind.CatchAll => RoutePatternFactory.ParameterPart(
            segment.Text, @default: null, RoutePatternParameterKind.CatchAll, RoutePatternFactory.Constraint(new AtLeastOneSegment())),
        _ => RoutePatternFactory.ParameterPart(segment.Text, @default: null, RoutePatternParameterKind.CatchAll),
    };

    /// <summary>ASP.NET Core's catch-all also matches nothing, and slashes with nothing between them.</summary>
    private sealed class AtLeastOneSegment : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values.TryGetValue(routeKey, out var value) && value is string rest && rest.AsSpan().ContainsAnyExcept('/');
    }
}
