using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The documentation of an id of a diagnostic, from the table of the documentation of this version.</summary>
internal static class DiagnosticsPage
{
    private static readonly Lazy<Dictionary<string, string[]>> _rows = new(Read);
    private static readonly string _style = HtmlPage.CommonStyle + HtmlPage.ReadResource(typeof(DiagnosticsPage), "dashboard.css");

    /// <summary>Returns the page of an id; null if the id is unknown.</summary>
    public static HtmlPage? Of(string id) => _rows.Value.TryGetValue(id, out var cells)
        ? new HtmlPage(cells[0], _style, "", HtmlFragment.Of(
            $"""
            <main class="document">
            <p class="outcome"><a href="/_dev">Dashboard</a></p>
            <h1>{cells[0]}</h1>
            <section><h3>Problem</h3><p>{Inline(cells[1])}</p><h3>Fix</h3><p>{Inline(cells[2])}</p></section>
            </main>
            """))
        : null;

    private static Dictionary<string, string[]> Read() => HtmlPage.ReadResource(typeof(DiagnosticsPage), "diagnostics.md")
        .Split('\n')
        .Where(line => line.StartsWith("| FRA", StringComparison.Ordinal))
        .Select(line => line.Replace("\\|", "\0", StringComparison.Ordinal).Trim().Trim('|').Split('|'))
        .Where(cells => cells.Length == 3)
        .Select(cells => cells.Select(cell => cell.Replace('\0', '|').Trim()).ToArray())
        .ToDictionary(cells => cells[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Renders code and the text of links, which is all that the table has of Markdown.</summary>
    private static HtmlFragment Inline(string text) => HtmlFragment.Join(text.Split('`').Select((part, index) => index % 2 == 1
        ? HtmlFragment.Of($"<code>{part}</code>")
        : HtmlFragment.Of($"{Plain(part)}")));

    private static string Plain(string text)
    {
        while (text.IndexOf("](", StringComparison.Ordinal) is > 0 and var middle
            && text.LastIndexOf('[', middle) is >= 0 and var start && text.IndexOf(')', middle) is > 0 and var end)
        {
            text = string.Concat(text.AsSpan(0, start), text.AsSpan(start + 1, middle - start - 1), text.AsSpan(end + 1));
        }

        return text.Replace("*", "", StringComparison.Ordinal);
    }
}
