using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>The route parameters in the path of a folder, for its middleware function.</summary>
internal sealed class FolderParameters(RouteFile file) : IRouteParameters
{
    public void AddTo(RequestQuery query, HttpContext context)
    {
        // Decoded like those of the handler, so that a guard and the handler check the same value.
        IReadOnlyList<string> path = RouteParameters.DecodedSegments(context)
            ?? (IReadOnlyList<string>)context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < file.Segments.Count; i++)
        {
            if (file.Segments[i].Kind != RouteSegmentKind.Static && i < path.Count)
            {
                query[file.Segments[i].Text] = new QueryValue(path[i]);
            }
        }
    }

    public void DecodeRouteValues(HttpContext context)
    {
    }

    public void ShowCatchAllInQuery(HttpContext context)
    {
    }
}
