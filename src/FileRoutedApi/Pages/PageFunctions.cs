using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi;

/// <summary>The functions that files below <c>app/</c> call without a <c>using</c>.</summary>
public static class PageFunctions
{
    /// <summary>Returns a link, which is followed without loading the whole document. Corresponds to <c>next/link</c>.</summary>
    /// <param name="href">The URL.</param>
    /// <param name="content">The content of the link.</param>
    /// <param name="prefetch">Whether the page is fetched as soon as the link is visible; otherwise when the pointer or focus is on it.</param>
    /// <remarks>It has priority, because an interpolated string without holes would be a string otherwise, and its tags would be encoded.</remarks>
    [OverloadResolutionPriority(1)]
    public static Html Link(string href, Html content, bool prefetch = false) =>
        $"""<a href="{href}" data-prefetch="{prefetch}">{content}</a>""";

    /// <inheritdoc cref="Link(string, Html, bool)"/>
    public static Html Link(string href, string content, bool prefetch = false) => Link(href, (Html)$"{content}", prefetch);

    /// <summary>Shows the nearest <c>not-found.cs</c> with status 404. Corresponds to <c>notFound()</c>.</summary>
    /// <exception cref="ApiException">Always.</exception>
    [DoesNotReturn]
    public static Html NotFound() => throw new ApiException(404, "Not Found");

    /// <summary>
    /// Sends the client to another URL with status 307 (RFC 9110 section 15.4.8). Corresponds to <c>redirect()</c>. Call it before anything
    /// of the response is sent.
    /// </summary>
    /// <param name="url">The URL, absolute or relative to the current one.</param>
    /// <exception cref="ArgumentException">The URL contains a control character.</exception>
    /// <exception cref="ApiException">Always; it becomes the response.</exception>
    [DoesNotReturn]
    public static Html Redirect(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        throw url.Any(char.IsControl) ? new ArgumentException(UsageTexts.UrlControlCharacter, nameof(url)) : ApiException.Redirect(url);
    }
}
