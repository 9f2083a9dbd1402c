namespace FileRoutedApi.Development;

/// <summary>Errors, code and stacks as HTML.</summary>
internal static class ErrorView
{
    /// <summary>The place as a link for the editor: <c>api/hello.cs(4,11)</c>.</summary>
    public static HtmlFragment Link(string root, string? file, int line, int column)
    {
        if (file is null)
        {
            return HtmlFragment.Empty;
        }

        HtmlFragment place = (line, column) switch
        {
            (0, _) => HtmlFragment.Empty,
            (_, 0) => HtmlFragment.Of($"<span class=\"at\">({line})</span>"),
            _ => HtmlFragment.Of($"<span class=\"at\">({line},{column})</span>"),
        };
        return HtmlFragment.Of($"""<a class="file" href="{EditorLink.To(root, file, line, column)}" title="Open in the editor">{file}{place}</a>""");
    }

    /// <summary>The code around a place, the line marked and a caret below the column; empty where there is none to show.</summary>
    public static HtmlFragment Code(string root, ErrorPlace place) => Code(place, place.ReadCode(root));

    /// <summary>One of several errors, with a little of its code.</summary>
    public static HtmlFragment Item(string root, ErrorPlace place) => HtmlFragment.Of(
        $"""
        <li class="error {SeverityOf(place)}">
        <p class="where">{Id(place)}{Link(root, place.File, place.Line, place.Column)}</p>
        <p class="message">{place.Message}</p>
        {Code(place, place.ReadCode(root)?.Shorten())}
        </li>
        """);

    public static HtmlFragment Id(ErrorPlace place) => place.Id is null
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"""<span class="id {SeverityOf(place)}"><span class="sr">{SeverityOf(place)} </span>{place.Id}</span> """);

    /// <summary>The calls of an exception; those outside of the user's files are folded.</summary>
    public static HtmlFragment Stack(string root, ThrownException thrown)
    {
        var groups = new List<List<ThrownFrame>>();
        foreach (var frame in thrown.Frames)
        {
            if (groups.Count == 0 || groups[^1][0].IsOwn != frame.IsOwn)
            {
                groups.Add([]);
            }

            groups[^1].Add(frame);
        }

        return HtmlFragment.Join(groups.Select(group => group[0].IsOwn
            ? HtmlFragment.Of($"<ol class=\"stack own\">{group.Select(frame => Frame(root, frame))}</ol>")
            : HtmlFragment.Of($"<details class=\"folded\"><summary>{Count(group.Count, "frame")} of the framework</summary><ol class=\"stack\">{group.Select(frame => Frame(root, frame))}</ol></details>")));
    }

    public static string SeverityOf(ErrorPlace place) => place.Severity == RouteDiagnosticSeverity.Error ? "error" : "warning";

    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static HtmlFragment Code(ErrorPlace place, CodeFrame? frame) => frame is not { } code ? HtmlFragment.Empty : HtmlFragment.Of(
        $"""
        <pre class="code" tabindex="0" role="region" aria-label="{place.File}, line {code.Line}"><code>{code.Lines.Select((text, index) => Line(code, code.FirstLine + index, text))}</code></pre>
        """);

    private static HtmlFragment Line(CodeFrame code, int number, string text)
    {
        if (number != code.Line)
        {
            return HtmlFragment.Of($"<span class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{text}</span>\n</span>");
        }

        // The caret stands behind the same text, unseen: whatever its characters are as wide as.
        var caret = code.Column == 0 ? HtmlFragment.Empty : HtmlFragment.Of(
            $"<span class=\"line caret\" aria-hidden=\"true\"><span class=\"no\"></span><span class=\"text\"><span class=\"unseen\">{code.Before}</span>^</span>\n</span>");
        return HtmlFragment.Of($"<mark class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{text}</span>\n</mark>{caret}");
    }

    private static HtmlFragment Frame(string root, ThrownFrame frame) => HtmlFragment.Of(
        $"<li><code>{frame.Method}</code> {(frame.IsOwn ? Link(root, frame.File, frame.Line, frame.Column) : HtmlFragment.Empty)}</li>");
}
