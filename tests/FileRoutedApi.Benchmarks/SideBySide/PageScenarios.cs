using AngleSharp.Html.Parser;
using SlicesApp;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>
/// A page that every server must send. The title, the headings and the cells are compared, because each server adds its own scripts,
/// metadata and comments.
/// </summary>
internal sealed record PageExchange(string Path, string Expected) : Exchange(Path, null, Expected)
{
    public override bool IsExpected(string response)
    {
        var document = new HtmlParser().ParseDocument(response);
        var texts = document.QuerySelectorAll("h1, th, td").Select(element => element.TextContent);
        return string.Join('\n', [document.Title, .. texts]) == Expected;
    }
}

internal static class PageScenarios
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("a layout and 50 rows", PeerApp.Pages, [new PageExchange("/table", Table())]),
        new("Fortunes", PeerApp.Pages, [new PageExchange("/fortunes", Fortunes())]),
    ];

    private static string Table() => string.Join(
        '\n',
        ["Customers", "Customers", "Name", "Email", "Note", .. Customer.All.SelectMany(row => new[] { row.Name, row.Email, row.Note })]);

    private static string Fortunes()
    {
        var rows = Fortune.Stored.Append(new Fortune(0, "Additional fortune added at request time."))
            .OrderBy(fortune => fortune.Message, StringComparer.Ordinal);
        return string.Join('\n', ["Fortunes", "id", "message", .. rows.SelectMany(row => new[] { $"{row.Id}", row.Message })]);
    }
}
