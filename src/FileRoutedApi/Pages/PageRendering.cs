using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Pages;

/// <summary>The feature that captures what the functions of a page and its layouts return, while the document is put together.</summary>
internal sealed class PageRendering
{
    private Html? _content;

    private PageRendering()
    {
    }

    /// <summary>Gets or sets the content that the next layout wraps.</summary>
    public Html? Children { get; set; }

    /// <summary>Begins to capture. <see cref="End"/> must be called before a response is written.</summary>
    public static PageRendering Begin(HttpContext context)
    {
        var rendering = new PageRendering();
        context.Features.Set(rendering);
        return rendering;
    }

    /// <summary>Returns true if a document is being put together, and captures a part of it.</summary>
    public static bool TryCapture(HttpContext context, Html content)
    {
        if (context.Features.Get<PageRendering>() is not { } rendering)
        {
            return false;
        }

        rendering._content = content;
        return true;
    }

    /// <summary>Stops capturing.</summary>
    public static void End(HttpContext context) => context.Features.Set<PageRendering>(null);

    /// <summary>Returns what was captured since the last call; null if the function has returned something else.</summary>
    public Html? Take()
    {
        var content = _content;
        _content = null;
        return content;
    }
}
