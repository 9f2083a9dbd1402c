using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Pages;

/// <summary>The scripts of pages: the navigation script, and in Development the one that shows a saved page.</summary>
internal sealed class PageScripts
{
    // Most applications of route files have no pages.
    private readonly Lazy<Html> _tags;
    private readonly Lazy<PageScript[]> _all;

    public PageScripts(IHostEnvironment environment)
    {
        var isDevelopment = environment.IsDevelopment();
        _all = new(() => isDevelopment ? [PageScript.Navigation, PageScript.Development] : [PageScript.Navigation]);
        PrefetchMode = isDevelopment ? "off" : null;
        _tags = new(() => TagsFor(""));
    }

    /// <summary>Gets the scripts that pages load.</summary>
    public IReadOnlyList<PageScript> All => _all.Value;

    /// <summary>
    /// Gets the value that turns prefetching off; null to leave it on. In Development it would run pages that were not opened, and their
    /// breakpoints.
    /// </summary>
    private string? PrefetchMode { get; }

    /// <summary>Returns the elements that load the scripts.</summary>
    public Html TagsFor(HttpContext context) => context.Request.PathBase.HasValue ? TagsFor(context.Request.PathBase.Value!) : _tags.Value;

    private Html TagsFor(string pathBase) => Html.Each(All, script => TagFor(script, pathBase));

    private Html TagFor(PageScript script, string pathBase)
    {
        Html location = pathBase.Length == 0 ? Html.Empty : $""" data-base="{pathBase}" """;
        Html prefetch = PrefetchMode is null ? Html.Empty : $""" data-prefetch="{PrefetchMode}" """;
        return $"""<script type="module" src="{pathBase}{script.Path}"{location}{prefetch}></script>""";
    }
}
