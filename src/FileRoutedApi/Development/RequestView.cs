namespace FileRoutedApi.Development;

/// <summary>Renders what a client sent.</summary>
internal static class RequestView
{
    public static HtmlFragment Of(RequestDetails details) => HtmlFragment.Of(
        $"""
        {Table("Route values", details.RouteValues)}{Table("Query", details.Query)}
        {Table("Headers", details.Headers)}{Body("Body", details.Body)}
        """);

    /// <summary>Renders names and values; empty if there are none.</summary>
    public static HtmlFragment Table(string title, IReadOnlyCollection<(string Name, string Value)> rows) => rows.Count == 0
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<h3>{title}</h3><dl class=\"pairs\">{rows.Select(Row)}</dl>");

    private static HtmlFragment Row((string Name, string Value) row) =>
        HtmlFragment.Of($"<div><dt>{row.Name}</dt><dd>{row.Value}</dd></div>");

    /// <summary>Renders a body; empty if there is none.</summary>
    public static HtmlFragment Body(string title, string? body) => body is null
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<h3>{title}</h3><pre class=\"excerpt\" tabindex=\"0\">{body}</pre>");
}
