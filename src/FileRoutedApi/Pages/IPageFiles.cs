using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, PageLayouts> _layoutsOf = new(StringComparer.Ordinal);

    /// <summary>Gets the set without files.</summary>
    public static PageFiles Empty { get; } = new([], []);

    /// <summary>Returns the layouts around a page, outermost first.</summary>
    public PageLayouts LayoutsOf(RouteFile file) => _layoutsOf.GetOrAdd(
        file.Path, static (_, state) => new([.. state.Layouts.Where(layout => state.file.IsBelow(layout.File.Folder))]), (Layouts, file));

    /// <summary>Returns the endpoint of the nearest not-found page, or null.</summary>
    /// <param name="folder">The folder in which the search begins, with a slash at its end.</param>
    public Endpoint? NotFoundOf(string folder) => NotFound
        .LastOrDefault(page => folder.StartsWith(page.File.Folder, StringComparison.OrdinalIgnoreCase)).Endpoint;
}

/// <summary>The layouts around a page, outermost first, and the head that they and the page have.</summary>
internal sealed class PageLayouts(IReadOnlyList<PagePart> layouts)
{
    // One object, so that a request never sees the head of other metadata.
    private volatile RenderedHead? _head;

    /// <summary>Gets a page without layouts.</summary>
    public static PageLayouts None { get; } = new([]);

    public IReadOnlyList<PagePart> Layouts => layouts;

    /// <summary>Gets a value indicating whether no layout has a function <c>Metadata</c>.</summary>
    public bool HasStaticMetadata { get; } = layouts.All(layout => layout.DescribeAsync is null);

    /// <summary>Returns the stored head of a page with this variable <c>metadata</c>, or null.</summary>
    public Html? HeadOf(PageMetadata? page) => _head is { } head && ReferenceEquals(head.Page, page) ? head.Html : null;

    /// <summary>Stores the head of a page.</summary>
    public void SetHead(PageMetadata? page, Html html) => _head = new RenderedHead(page, html);

    private sealed record RenderedHead(PageMetadata? Page, Html Html);
}
