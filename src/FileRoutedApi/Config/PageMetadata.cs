namespace FileRoutedApi;

/// <summary>
/// Describes a document: the variable <c>metadata</c> of a page or layout, or the result of its function <c>Metadata</c>. A page inherits
/// every property that it does not set from the layouts around it. Corresponds to the <c>metadata</c> of Next.js.
/// </summary>
/// <remarks>
/// The variable is read once, with the first request for a page. Values that depend on the request are for the function <c>Metadata</c>.
/// </remarks>
/// <example><code>var metadata = new PageMetadata { Title = "Blog", Description = "All posts" };</code></example>
public sealed class PageMetadata
{
    /// <summary>Gets or sets the title: a text, or in a layout also a template for the titles below it.</summary>
    public PageTitle Title { get; set; } = new();

    /// <summary>Gets or sets the description; null to inherit it.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets the keywords; null to inherit them.</summary>
    public IReadOnlyList<string>? Keywords { get; set; }

    /// <summary>
    /// Gets or sets the URL that relative URLs in the metadata are resolved with, such as <c>https://example.com</c>; null to inherit it.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>Gets or sets the canonical URL of the page. It is not inherited, because every page has its own.</summary>
    public string? Canonical { get; set; }

    /// <summary>Gets or sets the instructions for search engines, such as <c>noindex, nofollow</c>; null to inherit them.</summary>
    public string? Robots { get; set; }

    /// <summary>Gets or sets the data for links on social networks; null to inherit it as a whole.</summary>
    public OpenGraph? OpenGraph { get; set; }

    /// <summary>Gets or sets the URL of the icon; null to inherit it.</summary>
    public string? Icon { get; set; }

    /// <summary>Gets or sets the URL of the icon on Apple's home screens; null to inherit it.</summary>
    public string? AppleIcon { get; set; }

    /// <summary>Gets or sets the viewport; null to inherit it. <c>width=device-width, initial-scale=1</c> by default.</summary>
    public string? Viewport { get; set; }

    /// <summary>Gets or sets the color of the browser's controls; null to inherit it.</summary>
    public string? ThemeColor { get; set; }

    /// <summary>Gets or sets further <c>meta</c> elements: the content by name. An entry replaces an inherited one of the same name.</summary>
    public IDictionary<string, string> Other { get; set; } = new Dictionary<string, string>();
}

/// <summary>The title of a document. A text is converted to it: <c>Title = "Blog"</c>.</summary>
public sealed class PageTitle
{
    /// <summary>Gets or sets the title of this file; null to inherit it. The template of the layouts above it applies.</summary>
    public string? Default { get; set; }

    /// <summary>Gets or sets the template of the titles below this layout: <c>%s</c> stands for the title. Null to inherit it.</summary>
    public string? Template { get; set; }

    /// <summary>Gets or sets a title that no template applies to; null for none.</summary>
    public string? Absolute { get; set; }

    /// <summary>Converts a text to a title.</summary>
    /// <param name="title">The text.</param>
    public static implicit operator PageTitle(string? title) => FromString(title);

    /// <summary>Converts a text to a title.</summary>
    /// <param name="title">The text.</param>
    /// <returns>A title without a template.</returns>
    public static PageTitle FromString(string? title) => new() { Default = title };
}

/// <summary>The Open Graph data of a page (ogp.me).</summary>
public sealed class OpenGraph
{
    /// <summary>Gets or sets the title; the title of the page by default.</summary>
    public string? Title { get; set; }

    /// <summary>Gets or sets the description; the description of the page by default.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets the type. <c>website</c> by default.</summary>
    public string Type { get; set; } = "website";

    /// <summary>Gets or sets the URL of the page.</summary>
    public string? Url { get; set; }

    /// <summary>Gets or sets the name of the site.</summary>
    public string? SiteName { get; set; }

    /// <summary>Gets or sets the language, such as <c>en_US</c>.</summary>
    public string? Locale { get; set; }

    /// <summary>Gets or sets the URLs of images.</summary>
    public IReadOnlyList<string> Images { get; set; } = [];
}
