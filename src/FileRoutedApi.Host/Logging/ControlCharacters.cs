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

    // Without U+0009, the tab.
    private static readonly SearchValues<char> _escaped = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000A\u000B\u000C\u000D\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F"
        + "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F"
        + "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
        + "\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

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
