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
internal static class Outlet
{
    /// <summary>Returns the content between the comments of its layout.</summary>
    public static Html Delimit(RouteFile layout, HttpContext context, Html content)
    {
        var path = PathOf(layout, context.Request.RouteValues);
        var (start, end) = (Html.Raw($"<!--fra:layout {path}-->"), Html.Raw($"<!--/fra:layout {path}-->"));
        return $"{start}{content}{end}";
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
}
