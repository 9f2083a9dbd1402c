namespace FileRoutedApi.Development;

/// <summary>Renders errors, code and stack traces as HTML.</summary>
internal static class ErrorView
{
    /// <summary>Renders a position as a link to the editor: <c>api/hello.cs(4,11)</c>.</summary>
    public static HtmlFragment Link(SourceFolder folder, string? file, int line, int column)
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
        var link = folder.LinkTo(file, line, column);
        return HtmlFragment.Of($"""<a class="file" href="{link}" title="Open in the editor">{file}{place}</a>""");
    }

    /// <summary>Renders the code around a position, with the line marked and a caret below the column. Empty if there is none.</summary>
    public static HtmlFragment Code(SourceFolder folder, ErrorPlace place) => Code(place, place.ReadCode(folder.Root));

    /// <summary>Renders one of several errors, with a few lines of code.</summary>
    public static HtmlFragment Item(SourceFolder folder, ErrorPlace place) => HtmlFragment.Of(
        $"""
        <li class="error {SeverityOf(place)}">
        <p class="where">{Id(folder, place)}{Link(folder, place.File, place.Line, place.Column)}</p>
        {Message(place)}
        {Code(place, place.ReadCode(folder.Root)?.Shorten())}
        </li>
        """);

    /// <summary>Renders the id of a diagnostic as a link to its documentation; empty for an exception.</summary>
    public static HtmlFragment Id(SourceFolder folder, ErrorPlace place)
    {
        if (place.Id is null)
        {
            return HtmlFragment.Empty;
        }

        var text = HtmlFragment.Of($"<span class=\"sr\">{SeverityOf(place)} </span>{place.Id}");
        return ErrorTitle.DocumentationOf(place.Id, folder.HasDashboard) is { } address
            ? HtmlFragment.Of($"""<a class="id {SeverityOf(place)}" href="{address}" target="_blank" title="What does this mean?">{text}</a> """)
            : HtmlFragment.Of($"""<span class="id {SeverityOf(place)}">{text}</span> """);
    }

    /// <summary>Renders errors as one collapsible part per file.</summary>
    /// <param name="isOpen">Returns true for a file whose errors are shown at once.</param>
    public static HtmlFragment ByFile(SourceFolder folder, IEnumerable<ErrorPlace> places, Func<string?, bool> isOpen) =>
        HtmlFragment.Join(places.GroupBy(place => place.File).Select(file => HtmlFragment.Of(
            $"""
            <details class="of-file" data-key="{file.Key}"{new HtmlFragment(isOpen(file.Key) ? " open" : "")}>
            <summary><span class="name">{file.Key ?? "The application"}</span> <span class="counts">{Counts(file)}</span></summary>
            <ol class="errors">{file.Select(place => Item(folder, place))}</ol>
            </details>
            """)));

    /// <summary>Renders the numbers of errors and of warnings.</summary>
    public static HtmlFragment Counts(IEnumerable<ErrorPlace> places) =>
        HtmlFragment.Join(places.GroupBy(SeverityOf).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
            HtmlFragment.Of($"""<span class="{(group.Key == "error" ? "bad" : "warn")}">{Count(group.Count(), group.Key)}</span> """)));

    /// <summary>Renders the stack trace of an exception. Frames outside of the user's files are collapsed.</summary>
    public static HtmlFragment Stack(SourceFolder folder, ThrownException thrown)
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

        return HtmlFragment.Join(groups.Select(group => Frames(folder, group)));
    }

    /// <summary>Renders what is wrong, and below what to do.</summary>
    public static HtmlFragment Message(ErrorPlace place)
    {
        var (problem, advice) = ErrorTitle.Divide(place);
        return HtmlFragment.Of($"<p class=\"message\">{problem}</p>{Advice(advice)}");
    }

    public static HtmlFragment Advice(string text) => text.Length == 0 ? HtmlFragment.Empty : HtmlFragment.Of($"<p class=\"advice\">{text}</p>");

    public static string SeverityOf(ErrorPlace place) => place.Severity == RouteDiagnosticSeverity.Error ? "error" : "warning";

    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static HtmlFragment Frames(SourceFolder folder, List<ThrownFrame> group)
    {
        var frames = group.Select(frame => Frame(folder, frame));
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
        var coloured = Coloured(text, code.Colours.ElementAtOrDefault(number - code.FirstLine) ?? []);
        if (number != code.Line)
        {
            return HtmlFragment.Of($"<span class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{coloured}</span>\n</span>");
        }

        // The caret follows an invisible copy of the text, so that it is in the right column whatever the width of the characters.
        var before = HtmlFragment.Of($"""<span class="unseen">{code.Before}</span>""");
        var caret = code.Column == 0 ? HtmlFragment.Empty : HtmlFragment.Of(
            $"<span class=\"line caret\" aria-hidden=\"true\"><span class=\"no\"></span><span class=\"text\">{before}^</span>\n</span>");
        return HtmlFragment.Of($"<mark class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{coloured}</span>\n</mark>{caret}");
    }

    private static HtmlFragment Coloured(string text, IReadOnlyList<CodeSpan> spans)
    {
        var parts = new List<HtmlFragment>();
        var at = 0;
        foreach (var (start, length, kind) in spans)
        {
            parts.Add(HtmlFragment.Of($"{text[at..start]}"));
            parts.Add(HtmlFragment.Of($"<span class=\"{ClassOf(kind)}\">{text.Substring(start, length)}</span>"));
            at = start + length;
        }

        return HtmlFragment.Join([.. parts, HtmlFragment.Of($"{text[at..]}")]);
    }

    private static string ClassOf(CodeKind kind) => kind switch
    {
        CodeKind.Comment => "c-comment",
        CodeKind.Directive => "c-directive",
        CodeKind.Keyword => "c-keyword",
        CodeKind.Number => "c-number",
        CodeKind.Text => "c-text",
        _ => "c-type",
    };

    private static HtmlFragment Frame(SourceFolder folder, ThrownFrame frame) => HtmlFragment.Of(
        $"<li><code>{frame.Method}</code> {(frame.IsOwn ? Link(folder, frame.File, frame.Line, frame.Column) : HtmlFragment.Empty)}</li>");
}
