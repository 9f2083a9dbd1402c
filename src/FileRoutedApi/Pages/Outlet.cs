using System.Text;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Pages;

/// <summary>
/// Delimits the content of a layout with comments that contain the path of the layout with the values of its parameters. When a link is
/// followed, the navigation script replaces the content of the innermost layout that both documents share.
/// </summary>
/// <remarks>Comments and not elements, because an element would break child selectors, and is not allowed in a table.</remarks>
internal sealed class Outlet
{
    private readonly RouteFile _layout;

    // Null if the path depends on the request.
    private readonly Markers? _markers;

    public Outlet(RouteFile layout)
    {
        _layout = layout;
        _markers = layout.Segments.All(segment => segment.Kind == RouteSegmentKind.Static) ? MarkersOf(layout, []) : null;
    }

    /// <summary>Returns the content between the comments of its layout.</summary>
    public Html Delimit(HttpContext context, Html content)
    {
        var (start, end) = _markers ?? MarkersOf(_layout, context.Request.RouteValues);
        return Html.Of([start, HtmlSegment.Nested(content), end]);
    }

    private static Markers MarkersOf(RouteFile layout, RouteValueDictionary values)
    {
        var path = PathOf(layout, values);
        return new Markers(HtmlSegment.Literal($"<!--fra:layout {path}-->"), HtmlSegment.Literal($"<!--/fra:layout {path}-->"));
    }

    private static string PathOf(RouteFile layout, RouteValueDictionary values)
    {
        // "app/blog/[slug]/" without the root and the last slash.
        var folders = layout.Folder.Split('/')[1..^1];
        if (folders.Length == 0)
        {
            return "/";
        }

        var path = new StringBuilder();
        var index = 0;
        foreach (var folder in folders)
        {
            var isGroup = folder.StartsWith('(') && folder.EndsWith(')');
            var segment = isGroup ? null : layout.Segments[index++];
            var value = segment is null or { Kind: RouteSegmentKind.Static } ? folder : Convert.ToString(values[segment.Text], null) ?? "";

            // Two hyphens end a comment.
            path.Append('/').Append(Uri.EscapeDataString(value).Replace("--", "%2D%2D", StringComparison.Ordinal));
        }

        return path.ToString();
    }

    private sealed record Markers(HtmlSegment Start, HtmlSegment End);
}
