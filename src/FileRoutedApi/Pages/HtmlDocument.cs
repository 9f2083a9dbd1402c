namespace FileRoutedApi.Pages;

/// <summary>Completes the HTML of a root layout: adds the doctype, and metadata to its <c>head</c>.</summary>
internal static class HtmlDocument
{
    private static readonly HtmlSegment _doctype = HtmlSegment.Literal("<!DOCTYPE html>\n");
    private static readonly HtmlSegment _headStart = HtmlSegment.Literal("<head>");
    private static readonly HtmlSegment _headEnd = HtmlSegment.Literal("</head>");

    /// <summary>
    /// Inserts HTML after the opening <c>head</c> tag. Without one, it inserts a <c>head</c> element after the opening <c>html</c> tag. The
    /// texts are not copied.
    /// </summary>
    /// <param name="document">The HTML of the root layout.</param>
    /// <param name="head">The HTML to insert, such as <c>title</c> and <c>meta</c> elements.</param>
    /// <param name="complete">The document with the inserted HTML and a doctype; the same document if it has no <c>html</c> tag.</param>
    /// <returns>False if the document has no <c>html</c> tag.</returns>
    public static bool TryInsertHead(Html document, Html head, out Html complete)
    {
        var finder = new HeadFinder();
        finder.Search(document);
        if (finder.HtmlTag is null)
        {
            complete = document;
            return false;
        }

        complete = head.Segments.Length == 0 ? document
            : finder.HeadTag is { } headTag ? Insert(headTag, HtmlSegment.Nested(head))
            : Insert(finder.HtmlTag, HtmlSegment.Nested(Html.Of([_headStart, HtmlSegment.Nested(head), _headEnd])));
        if (!finder.HasDoctype)
        {
            complete = Html.Of([_doctype, HtmlSegment.Nested(complete)]);
        }

        return true;
    }

    /// <summary>Returns new HTML along the path to a position, from the inside out. Everything beside the path is shared.</summary>
    private static Html Insert(HtmlPosition position, HtmlSegment inserted)
    {
        var (parent, index) = position.Path[^1];
        var literal = parent.Segments[index];
        var before = literal.Slice(0, position.Offset);
        var after = literal.Slice(position.Offset, literal.Characters.Length - position.Offset);
        var result = Replace(parent, index, [before, inserted, after]);
        for (var depth = position.Path.Count - 2; depth >= 0; depth--)
        {
            (parent, index) = position.Path[depth];
            result = Replace(parent, index, [HtmlSegment.Nested(result)]);
        }

        return result;
    }

    private static Html Replace(Html html, int index, ReadOnlySpan<HtmlSegment> replacement) =>
        Html.Of([.. html.Segments[..index], .. replacement, .. html.Segments[(index + 1)..]]);
}

/// <summary>A position after a tag.</summary>
/// <param name="Path">The segments from the document down to a literal.</param>
/// <param name="Offset">The index in the literal.</param>
internal sealed record HtmlPosition(IReadOnlyList<(Html Html, int Index)> Path, int Offset);
