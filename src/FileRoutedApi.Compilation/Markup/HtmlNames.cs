using System.Collections.Frozen;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Names that have a meaning in HTML.</summary>
internal static class HtmlNames
{
    // Their content is text. 'noscript' is missing, because its content has elements when scripts are off.
    private static readonly FrozenSet<string> _textElements =
        FrozenSet.Create("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes");

    private static readonly FrozenSet<string> _elements = FrozenSet.ToFrozenSet(
        """
        a abbr address animate area article aside audio b base bdi bdo blockquote body br button canvas caption center circle cite
        clippath code col colgroup data datalist dd defs del desc details dfn dialog div dl dt ellipse em embed fieldset
        figcaption figure filter font footer foreignobject form g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img
        input ins kbd label legend li line lineargradient link main map mark marker marquee mask math menu meta meter nav noscript
        object ol optgroup option output p param path pattern picture polygon polyline pre progress q radialgradient rect rp rt
        ruby s samp script search section select slot small source span stop strong style sub summary sup svg symbol table tbody
        td template text textarea textpath tfoot th thead time title tr track tspan u ul use var video view wbr
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns true for an element whose content is text.</summary>
    public static bool IsTextElement(string element) => _textElements.Contains(element);

    /// <summary>Returns true for the type of a <c>&lt;script&gt;</c> that contains JSON.</summary>
    /// <param name="type">The value of the attribute; null without the attribute.</param>
    public static bool IsJson(string? type) => type?.Split(';')[0].Trim().ToLowerInvariant() is { } name
        && (name is "application/json" or "text/json" or "importmap" or "speculationrules"
            || (name.EndsWith("+json", StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)));

    /// <summary>Returns true for an attribute whose value runs as a script or is parsed as a document.</summary>
    public static bool IsExecuted(string attribute) =>
        attribute == "srcdoc" || (attribute.Length > 2 && attribute.StartsWith("on", StringComparison.Ordinal));

    /// <summary>Returns true if a text contains a tag or a comment. <c>List&lt;string&gt;</c> is not a tag.</summary>
    public static bool HasMarkup(string text)
    {
        for (var i = text.IndexOf('<', StringComparison.Ordinal); i >= 0; i = text.IndexOf('<', i + 1))
        {
            if (text.AsSpan(i).StartsWith("<!--", StringComparison.Ordinal) || IsElement(NameAt(text, i + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameAt(string text, int start)
    {
        start += start < text.Length && text[start] == '/' ? 1 : 0;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }

        // The end of the text may be a hole with attributes.
        return end == text.Length || text[end] is '>' or '/' or ' ' or '\t' or '\r' or '\n' ? text[start..end].ToLowerInvariant() : "";
    }

    // A custom element has a hyphen.
    private static bool IsElement(string name) =>
        _elements.Contains(name) || (name.Length > 2 && char.IsAsciiLetter(name[0]) && name.Contains('-', StringComparison.Ordinal));
}
