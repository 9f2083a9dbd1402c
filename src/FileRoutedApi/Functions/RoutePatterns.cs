using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FileRoutedApi.Functions;

/// <summary>Creates the route patterns of files.</summary>
internal static class RoutePatterns
{
    /// <summary>Creates the pattern of the folder of a file. Its parameters are those that the functions of a layout can take.</summary>
    public static RoutePattern CreateForFolder(RouteFile file) => Create(file.Segments);

    /// <summary>Creates the pattern of a route, or of all paths below a folder if the file applies to one.</summary>
    /// <remarks>Built from parts instead of text, because a file name may contain characters that are syntax in a template.</remarks>
    public static RoutePattern Create(RouteFile file) => Create(file.MatchedSegments);

    public static int SegmentCount(RouteFile file) => file.MatchedSegments.Count;

    private static RoutePattern Create(IReadOnlyList<RouteSegment> segments) => RoutePatternFactory.Pattern(
        "/" + string.Join('/', segments.Select(TextOf)),
        segments.Select(segment => RoutePatternFactory.Segment(PartOf(segment))));

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

    /// <summary>Requires a segment that is not empty. A catch-all of ASP.NET Core also matches an empty rest, and slashes alone.</summary>
    private sealed class AtLeastOneSegment : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values.TryGetValue(routeKey, out var value) && value is string rest && rest.AsSpan().ContainsAnyExcept('/');
    }
}
