using System.Diagnostics.CodeAnalysis;

namespace FileRoutedApi;

/// <summary>The functions that files below <c>app/</c> call without a <c>using</c>.</summary>
public static class PageFunctions
{
    /// <summary>Returns a link, which is followed without loading the whole document. Corresponds to <c>next/link</c>.</summary>
    /// <param name="href">The URL.</param>
    /// <param name="content">The content of the link.</param>
    /// <param name="prefetch">Whether the page is fetched as soon as the link is visible; otherwise when the pointer or focus is on it.</param>
    public static Html Link(string href, Html content, bool prefetch = false) =>
        $"""<a href="{href}" data-prefetch="{prefetch}">{content}</a>""";

    /// <inheritdoc cref="Link(string, Html, bool)"/>
    public static Html Link(string href, string content, bool prefetch = false) => Link(href, (Html)$"{content}", prefetch);

    /// <summary>Shows the nearest <c>not-found.cs</c> with status 404. Corresponds to <c>notFound()</c>.</summary>
    /// <exception cref="ApiException">Always.</exception>
    [DoesNotReturn]
    public static Html NotFound() => throw new ApiException(404, "Not Found");
}
