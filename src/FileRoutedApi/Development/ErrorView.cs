namespace FileRoutedApi.Development;

/// <summary>Renders errors, code and stack traces as HTML.</summary>
internal static class ErrorView
{
    /// <summary>Renders a position as a link to the editor: <c>api/hello.cs(4,11)</c>.</summary>
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
        var link = EditorLink.To(root, file, line, column);
        return HtmlFragment.Of($"""<a class="file" href="{link}" title="Open in the editor">{file}{place}</a>""");
    }

    /// <summary>Renders the code around a position, with the line marked and a caret below the column. Empty if there is none.</summary>
    public static HtmlFragment Code(string root, ErrorPlace place) => Code(place, place.ReadCode(root));

    /// <summary>Renders one of several errors, with a few lines of code.</summary>
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

    /// <summary>Renders the stack trace of an exception. Frames outside of the user's files are collapsed.</summary>
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

        return HtmlFragment.Join(groups.Select(group => Frames(root, group)));
    }

    public static string SeverityOf(ErrorPlace place) => place.Severity == RouteDiagnosticSeverity.Error ? "error" : "warning";

    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static HtmlFragment Frames(string root, List<ThrownFrame> group)
    {
        var frames = group.Select(frame => Frame(root, frame));
        return group[0].IsOwn
            ? HtmlFragment.Of($"""<ol class="stack own">{frames}</ol>""")
            : HtmlFragment.Of(
                $"""
                <details class="folded"><summary>{Count(group.Count, "framework frame")}</summary><ol class="stack">{frames}</ol></details>
                """);
    }

    private static HtmlFragment Code(ErrorPlace place, CodeFrame? frame)
    {
        if (frame is null)
        {
            return HtmlFragment.Empty;
        }

        var lines = frame.Lines.Select((text, index) => Line(frame, frame.FirstLine + index, text));
        return HtmlFragment.Of(
            $"""
            <pre class="code" tabindex="0" role="region" aria-label="{place.File}, line {frame.Line}"><code>{lines}</code></pre>
            """);
    }

    private static HtmlFragment Line(CodeFrame code, int number, string text)
    {
        if (number != code.Line)
        {
            return HtmlFragment.Of($"<span class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{text}</span>\n</span>");
        }

        // The caret follows an invisible copy of the text, so that it is in the right column whatever the width of the characters.
        var before = HtmlFragment.Of($"""<span class="unseen">{code.Before}</span>""");
        var caret = code.Column == 0 ? HtmlFragment.Empty : HtmlFragment.Of(
            $"<span class=\"line caret\" aria-hidden=\"true\"><span class=\"no\"></span><span class=\"text\">{before}^</span>\n</span>");
        return HtmlFragment.Of($"<mark class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{text}</span>\n</mark>{caret}");
    }

    private static HtmlFragment Frame(string root, ThrownFrame frame) => HtmlFragment.Of(
        $"<li><code>{frame.Method}</code> {(frame.IsOwn ? Link(root, frame.File, frame.Line, frame.Column) : HtmlFragment.Empty)}</li>");
}
