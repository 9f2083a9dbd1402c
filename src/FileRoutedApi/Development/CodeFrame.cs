using System.Globalization;
using System.Text;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Development;

/// <summary>The lines of a user's file around a place.</summary>
/// <param name="FirstLine">The number of the first of the lines, counted from 1.</param>
/// <param name="Lines">The text of the lines, without their ends.</param>
/// <param name="Line">The line of the place, counted from 1.</param>
/// <param name="Column">The column of the place, counted from 1; 0 where only the line is known.</param>
internal sealed record CodeFrame(int FirstLine, IReadOnlyList<string> Lines, int Line, int Column)
{
    private const int LinesAround = 5;
    private const int FewLinesAround = 2;

    // What a generated or minified file puts on one line is nobody's to read.
    private const int LongestLine = 400;

    /// <summary>The line of the place.</summary>
    public string Text => Lines[Line - FirstLine];

    /// <summary>What stands before the place, as wide as the place is far from the margin.</summary>
    public string Before => Text[..Math.Clamp(Column - 1, 0, Text.Length)];

    /// <summary>Reads the lines around a place.</summary>
    /// <param name="root">The folder that contains <c>api/</c>.</param>
    /// <param name="file">Relative to that folder, with <c>/</c>.</param>
    /// <returns>Null where there is no such line: the file is gone, cannot be read or lies outside the folder.</returns>
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The same place with fewer lines around it.</summary>
    public CodeFrame Shorten()
    {
        var first = Math.Max(FirstLine, Line - FewLinesAround);
        return this with { FirstLine = first, Lines = [.. Lines.Skip(first - FirstLine).Take(Line + FewLinesAround - first + 1)] };
    }

    /// <summary>The lines for a terminal, with their numbers, the line marked and a caret below the column.</summary>
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
        // An editor may be about to write the file, or to put another in its place.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var first = Math.Max(1, line - LinesAround);
        var lines = new List<string>();
        for (var number = 1; number <= line + LinesAround && reader.ReadLine() is { } text; number++)
        {
            if (number >= first)
            {
                lines.Add(Readable(text));
            }
        }

        return first + lines.Count > line ? new CodeFrame(first, lines, line, column) : null;
    }

    /// <summary>A tab stays one, because its width depends on where it stands.</summary>
    private static string Blank(string text) => string.Concat(text.Select(character => character == '\t' ? '\t' : ' '));

    /// <summary>Control characters would be commands to a terminal.</summary>
    private static string Readable(string line)
    {
        var text = line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…");
        return string.Concat(text.Select(character => char.IsControl(character) && character != '\t' ? ' ' : character));
    }
}
