using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Pages;

/// <summary>Gives access to the layouts and not-found pages that were published together with the endpoint of a request.</summary>
internal interface IPageFiles
{
    /// <summary>Returns the published files for a request.</summary>
    PageFiles Of(HttpContext context);
}

/// <summary>The published layouts and not-found pages, as one immutable set.</summary>
/// <param name="Layouts">All layouts, outermost first.</param>
/// <param name="NotFound">All not-found pages with the endpoint that renders them, outermost first.</param>
internal sealed record PageFiles(IReadOnlyList<PagePart> Layouts, IReadOnlyList<(RouteFile File, Endpoint Endpoint)> NotFound)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, PagePart[]> _layoutsOf = new(StringComparer.Ordinal);

    /// <summary>Gets the set without files.</summary>
    public static PageFiles Empty { get; } = new([], []);

    /// <summary>Returns the layouts around a page, outermost first.</summary>
    public IReadOnlyList<PagePart> LayoutsOf(RouteFile file) => _layoutsOf.GetOrAdd(
        file.Path, static (_, state) => [.. state.Layouts.Where(layout => state.file.IsBelow(layout.File.Folder))], (Layouts, file));

    /// <summary>Returns the endpoint of the nearest not-found page, or null.</summary>
    /// <param name="folder">The folder in which the search begins, with a slash at its end.</param>
    public Endpoint? NotFoundOf(string folder) => NotFound
        .LastOrDefault(page => folder.StartsWith(page.File.Folder, StringComparison.OrdinalIgnoreCase)).Endpoint;
}
