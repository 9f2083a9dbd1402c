using System.Text;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Host.Building;

/// <summary>Adds a base path to the root-relative URLs of an HTML document, for a site that is not served from <c>/</c>.</summary>
/// <param name="basePath">The path without a slash at its end, such as <c>/docs</c>.</param>
/// <param name="scripts">The paths of the scripts that need to know the base path.</param>
internal sealed partial class ExportedHtml(string basePath, IReadOnlyCollection<string> scripts)
{
    private static readonly HashSet<string> _urls = ["href", "src", "action", "formaction", "poster", "xlink:href"];

    // Metadata of social networks and others whose content is a URL.
    private static readonly HashSet<string> _metadata = new(StringComparer.OrdinalIgnoreCase)
    {
        "og:url", "og:image", "og:image:url", "og:image:secure_url", "og:audio", "og:video", "twitter:image",
    };

    /// <summary>
    /// Returns the document with the base path in its attributes with URLs. Text, comments, scripts and styles are not changed.
    /// </summary>
    public string Prefix(string html)
    {
        var result = new StringBuilder(html.Length + 256);
        var copied = 0;
        var reader = new HtmlTagReader(html);
        while (reader.Read() is { } tag)
        {
            foreach (var (index, text) in InsertionsIn(html, tag).OrderBy(insertion => insertion.Index))
            {
                result.Append(html, copied, index - copied).Append(text);
                copied = index;
            }
        }

        return result.Append(html, copied, html.Length - copied).ToString();
    }

    private IEnumerable<(int Index, string Text)> InsertionsIn(string html, HtmlTag tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            var value = html.AsSpan(attribute.Start, attribute.Length);
            foreach (var offset in UrlsIn(html, tag, attribute.Name, value.ToString()))
            {
                yield return (attribute.Start + offset, basePath);
            }

            if (tag.Name == "script" && attribute.Name == "src" && IsOwnScript(html, attribute))
            {
                yield return (tag.NameEnd, $" data-base=\"{basePath}\"");
            }
        }
    }

    private bool IsOwnScript(string html, HtmlTagAttribute src) => scripts.Contains(html.Substring(src.Start, src.Length));

    /// <summary>Returns the offsets of the root-relative URLs in the value of an attribute.</summary>
    private static IEnumerable<int> UrlsIn(string html, HtmlTag tag, string name, string value) => name switch
    {
        _ when _urls.Contains(name) || (name == "data" && tag.Name == "object") => IfRootRelative(value, SpacesAt(value, 0)),
        "srcset" or "imagesrcset" => CandidatesIn(value),
        "content" when tag.Name == "meta" && IsUrlMetadata(html, tag) => IfRootRelative(value, SpacesAt(value, 0)),
        "content" when tag.Name == "meta" && IsRefresh(html, tag) => IfRootRelative(value, Refresh().Match(value).Length),
        _ => [],
    };

    private static bool IsUrlMetadata(string html, HtmlTag tag) =>
        ValueOf(html, tag, "property") is { } property ? _metadata.Contains(property.Trim())
            : ValueOf(html, tag, "name") is { } name && _metadata.Contains(name.Trim());

    private static bool IsRefresh(string html, HtmlTag tag) =>
        ValueOf(html, tag, "http-equiv")?.Trim().Equals("refresh", StringComparison.OrdinalIgnoreCase) == true;

    private static string? ValueOf(string html, HtmlTag tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name == name)
            {
                return html.Substring(attribute.Start, attribute.Length);
            }
        }

        return null;
    }

    // Browsers read '/\' like '//', which begins a URL of another host.
    private static int[] IfRootRelative(string value, int index) =>
        index < value.Length && value[index] == '/' && (index + 1 == value.Length || value[index + 1] is not ('/' or '\\')) ? [index] : [];

    /// <summary>Returns the offsets in a list of images: URLs, each with optional descriptors, separated by commas.</summary>
    private static IEnumerable<int> CandidatesIn(string value)
    {
        for (var index = 0; index < value.Length;)
        {
            while (index < value.Length && (value[index] == ',' || IsSpace(value[index])))
            {
                index++;
            }

            foreach (var offset in IfRootRelative(value, index))
            {
                yield return offset;
            }

            var start = index;
            while (index < value.Length && !IsSpace(value[index]))
            {
                index++;
            }

            // A comma at the end of the URL ends the candidate. Otherwise its descriptors follow, up to a comma.
            if (index > start && value[index - 1] != ',')
            {
                index = value.IndexOf(',', index) is var comma and >= 0 ? comma : value.Length;
            }
        }
    }

    private static int SpacesAt(string value, int index)
    {
        while (index < value.Length && IsSpace(value[index]))
        {
            index++;
        }

        return index;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    // The seconds, and what comes before the URL.
    [GeneratedRegex(@"^\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?['""]?\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refresh();
}
