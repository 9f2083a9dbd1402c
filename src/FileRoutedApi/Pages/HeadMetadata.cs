namespace FileRoutedApi.Pages;

/// <summary>Merges the metadata of the layouts and of the page, from the root down, and renders it as elements of the head.</summary>
internal sealed class HeadMetadata
{
    private const string DefaultViewport = "width=device-width, initial-scale=1";

    private readonly PageMetadata _merged = new();
    private string? _title;
    private string? _template;
    private string? _templateBelow;

    /// <summary>Adds the metadata of the next part.</summary>
    /// <param name="isPage">True for the page, false for a layout. The template of a layout is for the titles below it.</param>
    public void Add(PageMetadata metadata, bool isPage)
    {
        AddTitle(metadata.Title);
        _merged.Description = metadata.Description ?? _merged.Description;
        _merged.Keywords = metadata.Keywords ?? _merged.Keywords;
        _merged.BaseUrl = metadata.BaseUrl ?? _merged.BaseUrl;
        _merged.Canonical = metadata.Canonical ?? (isPage ? null : _merged.Canonical);
        _merged.Robots = metadata.Robots ?? _merged.Robots;
        _merged.OpenGraph = metadata.OpenGraph ?? _merged.OpenGraph;
        _merged.Icon = metadata.Icon ?? _merged.Icon;
        _merged.AppleIcon = metadata.AppleIcon ?? _merged.AppleIcon;
        _merged.Viewport = metadata.Viewport ?? _merged.Viewport;
        _merged.ThemeColor = metadata.ThemeColor ?? _merged.ThemeColor;
        foreach (var (name, content) in metadata.Other)
        {
            _merged.Other[name] = content;
        }
    }

    /// <summary>Returns the elements for the head.</summary>
    /// <param name="scripts">The elements of the navigation script.</param>
    public Html Render(Html scripts) => $"{Names()}{Links()}{Html.Each(_merged.Other, other => Meta(other.Key, other.Value))}{RenderOpenGraph()}{scripts}";

    private Html Names()
    {
        var viewport = _merged.Viewport ?? DefaultViewport;
        var keywords = _merged.Keywords is { } words ? string.Join(", ", words) : null;
        Html first = $"""<meta charset="utf-8"><meta name="viewport" content="{viewport}">{Title()}""";
        return $"{first}{Meta("description", _merged.Description)}{Meta("keywords", keywords)}{Meta("robots", _merged.Robots)}";
    }

    private Html Links()
    {
        var canonical = Link("canonical", Absolute(_merged.Canonical));
        return $"{Meta("theme-color", _merged.ThemeColor)}{canonical}{Link("icon", _merged.Icon)}{Link("apple-touch-icon", _merged.AppleIcon)}";
    }

    private void AddTitle(PageTitle title)
    {
        // A template applies to the files below its layout, so that of the same file does not apply to its own title.
        _template = _templateBelow;
        _title = title.Absolute
            ?? (title.Default is { } text ? _template?.Replace("%s", text, StringComparison.Ordinal) ?? text : _title);
        _templateBelow = title.Template ?? _templateBelow;
    }

    private Html Title() => _title is null ? Html.Empty : $"<title>{_title}</title>";

    private Html RenderOpenGraph()
    {
        if (_merged.OpenGraph is not { } graph)
        {
            return Html.Empty;
        }

        var description = Property("og:description", graph.Description ?? _merged.Description);
        var url = Property("og:url", Absolute(graph.Url ?? _merged.Canonical));
        var site = Property("og:site_name", graph.SiteName);
        var images = Html.Each(graph.Images, image => Property("og:image", Absolute(image)));
        return $"{Property("og:title", graph.Title ?? _title)}{description}{Property("og:type", graph.Type)}{url}{site}{Property("og:locale", graph.Locale)}{images}";
    }

    private string? Absolute(string? url) =>
        url is not null && Uri.TryCreate(_merged.BaseUrl, UriKind.Absolute, out var root) && Uri.TryCreate(root, url, out var full)
            ? full.AbsoluteUri
            : url;

    private static Html Meta(string name, string? content) =>
        content is null ? Html.Empty : $"""<meta name="{name}" content="{content}">""";

    private static Html Property(string name, string? content) =>
        content is null ? Html.Empty : $"""<meta property="{name}" content="{content}">""";

    private static Html Link(string relation, string? url) =>
        url is null ? Html.Empty : $"""<link rel="{relation}" href="{url}">""";
}
