using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Pages;

/// <summary>Puts the document of a page together: the page, the layouts around it from the inside out, and the head.</summary>
internal sealed class PageRenderer(IPageFiles files, PageScripts scripts)
{
    /// <summary>
    /// Renders a page and writes the response. If the page returns a result other than <see cref="Html"/>, that result is the response.
    /// </summary>
    public async Task RenderAsync(HttpContext context, PagePart page)
    {
        var rendering = PageRendering.Begin(context);
        Html document;
        try
        {
            await page.Content(context);
            if (rendering.Take() is not { } content)
            {
                return;
            }

            document = await WrapAsync(context, page.File, new HeadSource(page.Metadata, page.DescribeAsync, IsFile: true), content, rendering);
        }
        finally
        {
            PageRendering.End(context);
        }

        await HtmlResponse.SendAsync(context, document);
    }

    /// <summary>Writes content that is not from a file, such as the default not-found page.</summary>
    /// <param name="file">The file whose layouts wrap the content; null for a document without layouts.</param>
    public async Task RenderAsync(HttpContext context, RouteFile? file, Html content, PageMetadata metadata, int status)
    {
        var rendering = PageRendering.Begin(context);
        Html document;
        try
        {
            document = await WrapAsync(context, file, new HeadSource(metadata, null, IsFile: false), content, rendering);
        }
        finally
        {
            PageRendering.End(context);
        }

        context.Response.StatusCode = status;
        await HtmlResponse.SendAsync(context, document);
    }

    private async ValueTask<Html> WrapAsync(HttpContext context, RouteFile? file, HeadSource page, Html content, PageRendering rendering)
    {
        var published = file is null ? PageLayouts.None : files.Of(context).LayoutsOf(file);
        var layouts = published.Layouts;
        var head = await RenderHeadAsync(context, published, page);
        for (var i = layouts.Count - 1; i >= 0; i--)
        {
            var layout = layouts[i];
            rendering.Children = layout.Outlet.Delimit(context, content);
            try
            {
                await layout.Content(context);
            }
            catch
            {
                FailedLayout.Set(context, layout);
                throw;
            }

            content = rendering.Take() ?? throw new InvalidOperationException(UsageTexts.LayoutWithoutHtml(layout.File.Path));
        }

        return HtmlDocument.TryInsertHead(content, head, out var document)
            ? document
            : $"<!DOCTYPE html>\n<html><head>{head}</head><body>{content}</body></html>";
    }

    /// <summary>Returns the elements for the head. They are rendered once if no file has a function <c>Metadata</c>.</summary>
    private async ValueTask<Html> RenderHeadAsync(HttpContext context, PageLayouts published, HeadSource page)
    {
        var isStatic = page.IsFile && published.HasStaticMetadata && page.Describe is null && !context.Request.PathBase.HasValue;
        if (isStatic && published.HeadOf(page.Metadata) is { } known)
        {
            return known;
        }

        var metadata = new HeadMetadata();
        foreach (var layout in published.Layouts)
        {
            try
            {
                await DescribeAsync(context, new HeadSource(layout.Metadata, layout.DescribeAsync, IsFile: true), metadata, isPage: false);
            }
            catch
            {
                FailedLayout.Set(context, layout);
                throw;
            }
        }

        await DescribeAsync(context, page, metadata, isPage: true);
        var head = metadata.Render(scripts.TagsFor(context));
        if (isStatic)
        {
            published.SetHead(page.Metadata, head);
        }

        return head;
    }

    private static async ValueTask DescribeAsync(HttpContext context, HeadSource part, HeadMetadata metadata, bool isPage)
    {
        if (part.Metadata is { } own)
        {
            metadata.Add(own, isPage);
        }

        if (part.Describe is { } describe && await describe(context) is { } described)
        {
            metadata.Add(described, isPage);
        }
    }

    /// <param name="IsFile">True for the metadata of a file, which is the same for every request unless a function returns it.</param>
    private readonly record struct HeadSource(PageMetadata? Metadata, Func<HttpContext, Task<PageMetadata?>>? Describe, bool IsFile);
}

/// <summary>The feature with the layout that threw an exception while a page was rendered.</summary>
internal sealed record FailedLayout(RouteFile File)
{
    /// <summary>Stores that a function of a layout threw. The error page of the folder above handles the exception.</summary>
    public static void Set(HttpContext context, PagePart layout) => context.Features.Set(new FailedLayout(layout.File));

    /// <summary>
    /// Returns the folder in which the search for an error page or a not-found page begins, with a slash at its end: the folder of the page,
    /// or the one above the layout that threw, because such a page is rendered inside the layout of its own folder.
    /// </summary>
    public static string FolderOf(HttpContext context, string folder) => context.Features.Get<FailedLayout>() is { } failed
        ? failed.File.Folder[..(failed.File.Folder.TrimEnd('/').LastIndexOf('/') + 1)]
        : folder;
}
