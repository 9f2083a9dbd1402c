using System.Globalization;
using System.Text;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Development;

/// <summary>The lines of a user's file around a position.</summary>
/// <param name="FirstLine">The number of the first line, counted from 1.</param>
/// <param name="Lines">The lines, without line breaks.</param>
/// <param name="Line">The line of the position, counted from 1.</param>
/// <param name="Column">The column of the position, counted from 1; 0 if only the line is known.</param>
internal sealed record CodeFrame(int FirstLine, IReadOnlyList<string> Lines, int Line, int Column)
{
    /// <summary>Gets the coloured parts of each line; empty if the file is not C#.</summary>
    public IReadOnlyList<IReadOnlyList<CodeSpan>> Colours { get; private init; } = [];

    private const int ContextLines = 5;
    private const int ShortContextLines = 2;

    // Longer lines are those of generated or minified files.
    private const int MaxLineLength = 400;

    /// <summary>Gets the text of the line of the position.</summary>
    public string Text => Lines[Line - FirstLine];

    /// <summary>Gets the text of the line before the position.</summary>
    public string Before => Text[..Math.Clamp(Column - 1, 0, Text.Length)];

    /// <summary>Reads the lines around a position.</summary>
    /// <param name="root">The folder that contains <c>api/</c>.</param>
    /// <param name="file">The file, relative to that folder, with <c>/</c>.</param>
    /// <returns>Null if there is no such line, or the file does not exist, cannot be read, or is outside the folder.</returns>
    public static CodeFrame? Read(string root, string? file, int line, int column)
    {
        if (string.IsNullOrEmpty(file) || line < 1)
        {
            return null;
        }

        try
        {
            return RouteFolder.RealPathOf(root, file) is { } path ? ReadLines(path, line, column) : null;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Returns the same position with fewer lines around it.</summary>
    public CodeFrame Shorten()
    {
        var first = Math.Max(FirstLine, Line - ShortContextLines);
        var count = Line + ShortContextLines - first + 1;
        return this with
        {
            FirstLine = first,
            Lines = [.. Lines.Skip(first - FirstLine).Take(count)],
            Colours = [.. Colours.Skip(first - FirstLine).Take(count)],
        };
    }

    /// <summary>Formats the lines for a terminal, with line numbers, a marker at the line and a caret below the column.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var few = Shorten();
        var width = (few.FirstLine + few.Lines.Count - 1).ToString(CultureInfo.InvariantCulture).Length;
        for (var number = few.FirstLine; number < few.FirstLine + few.Lines.Count; number++)
        {
            var margin = number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            text.Append(number == Line ? "> " : "  ").Append(margin).Append(" | ").Append(few.Lines[number - few.FirstLine]).Append('\n');
            if (number == Line && Column > 0)
            {
                text.Append(' ', width + 2).Append(" | ").Append(Blank(Before)).Append("^\n");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static CodeFrame? ReadLines(string path, int line, int column)
    {
        // An editor may be writing or replacing the file at the same time.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var first = Math.Max(1, line - ContextLines);
        var lines = new List<string>();
        var isCode = Path.GetExtension(path).StartsWith(".cs", StringComparison.OrdinalIgnoreCase);
        var colours = new CSharpColours();
        var spans = new List<IReadOnlyList<CodeSpan>>();
        for (var number = 1; number <= line + ContextLines && reader.ReadLine() is { } text; number++)
        {
            // From the first line on: a comment or a text may have begun there.
            var readable = Readable(text);
            var coloured = isCode ? colours.Next(readable) : [];
            if (number >= first)
            {
                lines.Add(readable);
                spans.Add(coloured);
            }
        }

        return first + lines.Count > line ? new CodeFrame(first, lines, line, column) { Colours = spans } : null;
    }

    /// <summary>Replaces the text by spaces. Tabs are kept, because their width depends on their position.</summary>
    private static string Blank(string text) => string.Concat(text.Select(character => character == '\t' ? '\t' : ' '));

    /// <summary>Truncates a long line and removes control characters, which a terminal would interpret.</summary>
    private static string Readable(string line)
    {
        var text = line.Length <= MaxLineLength ? line : string.Concat(line.AsSpan(0, MaxLineLength), "…");
        return string.Concat(text.Select(character => char.IsControl(character) && character != '\t' ? ' ' : character));
    }
}
