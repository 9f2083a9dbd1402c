using System.Buffers;
using System.Globalization;
using System.Text;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Escapes characters that a terminal or log viewer would interpret instead of showing: control characters, line separators and marks that
/// change the direction of text. They may occur in text from clients, exceptions and files.
/// </summary>
internal static class ControlCharacters
{
    private const string Indentation = "    ";

    private static readonly SearchValues<char> _escaped = SearchValues.Create(
    [
        .. Enumerable.Range(0x00, 0x20).Concat(Enumerable.Range(0x7F, 0x21))
            .Select(code => (char)code)
            .Where(character => character != '\t'),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029',
        '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>Returns the index of the first character to escape; negative if there is none.</summary>
    public static int IndexIn(ReadOnlySpan<char> text) => text.IndexOfAny(_escaped);

    /// <summary>Returns the escape sequence of JSON and C#, such as <c>\u001b</c>.</summary>
    public static string Escape(char character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");

    /// <summary>Escapes a text that must stay on one line.</summary>
    public static string OnOneLine(string text)
    {
        var first = IndexIn(text);
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var character in text.AsSpan(first))
        {
            _ = character switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                _ when _escaped.Contains(character) => escaped.Append(Escape(character)),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>
    /// Escapes a text with any number of lines. All lines except the first are indented, so that none can be mistaken for a log entry.
    /// </summary>
    public static string OnLines(string text)
    {
        if (IndexIn(text) < 0)
        {
            return text;
        }

        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(OnOneLine);
        return string.Join(
            Environment.NewLine,
            lines.Select((line, index) => index == 0 || line.StartsWith("   ", StringComparison.Ordinal) ? line : Indentation + line));
    }
}
