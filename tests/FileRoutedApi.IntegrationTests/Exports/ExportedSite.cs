using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>An exported folder, read as a plain static server reads it.</summary>
internal sealed class ExportedSite(string output, string basePath)
{
    private static readonly string[] _urlAttributes = ["href", "src", "poster", "data", "action", "formaction", "xlink:href"];

    /// <summary>Gets the output folder.</summary>
    public string Output => output;

    /// <summary>Gets the names of all files, sorted, without the hash of the script.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(output, file).Replace('\\', '/'))
        .Select(name => name.StartsWith("_fra/navigation.", StringComparison.Ordinal) ? "_fra/navigation.js" : name)
        .Order(StringComparer.Ordinal);

    /// <summary>Exports a folder to a folder beside its sources.</summary>
    public static async Task<ExportedSite> CreateAsync(string root, string basePath = "", params string[] settings)
    {
        var output = Path.Combine(root, "site");
        var folder = ServedFolder.Open(root, ["--FileRoutes:CompileCache=false", .. settings], "Production");
        Assert.Equal(0, await ExportCommand.RunAsync(folder, output, basePath, [], TestContext.Current.CancellationToken));
        return new ExportedSite(output, basePath);
    }

    /// <summary>Exports a folder that has mistakes, and returns them.</summary>
    public static async Task<IReadOnlyList<RouteDiagnostic>> FailAsync(TempFolder folder, params string[] settings)
    {
        var before = Directory.GetFileSystemEntries(folder.Root).Order();
        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => CreateAsync(folder.Root, "", settings));
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Root).Order());
        return exception.Diagnostics;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(output, name), new UTF8Encoding(false, throwOnInvalidBytes: true));

    /// <summary>Returns the exported file that a static server sends for a URL; null if there is none.</summary>
    public string? Find(string path)
    {
        if (basePath.Length > 0 && path != basePath && !path.StartsWith($"{basePath}/", StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.Combine(output, Uri.UnescapeDataString(path[basePath.Length..]).Trim('/'));
        return File.Exists(file) ? file : File.Exists(Path.Combine(file, "index.html")) ? Path.Combine(file, "index.html") : null;
    }

    /// <summary>
    /// Follows every internal URL from the root page and from the 404 page on. Returns the visited files, and each URL that leads nowhere.
    /// </summary>
    public (IReadOnlySet<string> Visited, IReadOnlyList<string> Broken) Crawl()
    {
        var visited = new HashSet<string>();
        var broken = new List<string>();
        var left = new Queue<string>([$"{basePath}/", $"{basePath}/404.html"]);
        while (left.TryDequeue(out var path))
        {
            if (Find(path) is not { } file)
            {
                broken.Add(path);
            }
            else if (visited.Add(file) && file.EndsWith(".html", StringComparison.Ordinal))
            {
                foreach (var url in UrlsOf(File.ReadAllText(file)))
                {
                    left.Enqueue(url);
                }
            }
        }

        return (visited, broken);
    }

    private static IEnumerable<string> UrlsOf(string html) => new HtmlParser().ParseDocument(html).All
        .SelectMany(element => _urlAttributes.Select(element.GetAttribute).Concat(ImagesOf(element)))
        .OfType<string>()
        .Select(value => new Uri(new Uri("https://site.test"), value.Trim()))
        .Where(url => url.Host == "site.test")
        .Select(url => url.AbsolutePath);

    private static IEnumerable<string> ImagesOf(IElement element) =>
        (element.GetAttribute("srcset") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(candidate => candidate.Split(' ')[0]);
}
