using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Routing;

/// <summary>
/// Folds case as <see cref="StringComparison.OrdinalIgnoreCase"/> does, with which routing compares paths. Two texts are equal under it if
/// and only if their folded texts are equal.
/// </summary>
internal static partial class OrdinalCase
{
    public static char Fold(char character) => Fold(character, char.ToUpperInvariant(character));

    public static string Fold(string text)
    {
        var upper = text.ToUpperInvariant();
        return Ascii.IsValid(text) ? upper : string.Create(text.Length, (text, upper), static (folded, texts) =>
        {
            for (var i = 0; i < folded.Length; i++)
            {
                folded[i] = Fold(texts.text[i], texts.upper[i]);
            }
        });
    }

    /// <summary>
    /// Folds the characters of a regular expression, so that it matches folded texts. Escapes such as <c>\d</c> and the syntax of groups
    /// are not changed.
    /// </summary>
    public static string FoldPattern(string pattern)
    {
        var classes = 0;
        return Parts().Replace(pattern, part =>
        {
            classes += part.Value[0] switch { '[' => 1, ']' when classes > 0 => -1, _ => 0 };
            if (part.Groups["code"] is { Success: true } code)
            {
                return Escape(Fold((char)int.Parse(code.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }

            return part.Value is "\\p{Ll}" or "\\p{Lt}" ? @"\p{Lu}"
                : part.Groups["unchanged"].Success ? part.Value
                : classes > 0 && part.Groups["last"] is { Success: true } last ? part.Value + FoldedIn(part.Value[0], last.Value[0])
                : Fold(part.Value);
        });
    }

    [GeneratedRegex("""
        \\(?:x(?<code>[0-9A-Fa-f]{2})|u(?<code>[0-9A-Fa-f]{4}))              # a character by its number
        | (?<unchanged>\\[pP]\{[^}]*\}|\\k(?:<[^>]*>|'[^']*')|\\.)           # a category, a reference by name, or any other escape
        | (?<unchanged>\(\?(?:<[A-Za-z_][^>]*>|'[^']*'|[a-zA-Z-]*[:)])?)     # the beginning of a group
        | (?<unchanged>\[\^?\]?)                                             # the beginning of a class; a first bracket is a member
        | [^\[\]\\\-]-(?<last>[^\[\]\\\-])                                   # a range, if it is in a class
        | [\uD800-\uDBFF][\uDC00-\uDFFF]
        | .
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    /// <summary>Returns the folded characters of a range that are not in the range themselves.</summary>
    private static string FoldedIn(char first, char last)
    {
        var folded = new StringBuilder();
        for (int code = first; code <= last; code++)
        {
            if (Fold((char)code) is var character && (character < first || character > last))
            {
                folded.Append(Escape(character));
            }
        }

        return folded.ToString();
    }

    private static string Escape(char character) => $"\\u{(int)character:X4}";

    // Ordinal comparison never equates an ASCII letter with another character, although the upper case of the long s is 'S'.
    private static char Fold(char character, char upper) => char.IsAscii(upper) && !char.IsAscii(character) ? character : upper;
}
