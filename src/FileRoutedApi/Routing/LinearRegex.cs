using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>
/// A regular expression that matches a whole text in time proportional to its length, whatever a client sends, and that compares
/// characters as routes do (ordinal, case-insensitive).
/// </summary>
/// <remarks>
/// <see cref="RegexOptions.NonBacktracking"/> is linear and knows no lookaheads, which patterns such as <c>/((?!public).*)</c> need. Behind
/// a literal prefix a lookahead is a condition of its own on the rest of the text, so these are matched one after the other.
/// <see cref="RegexOptions.IgnoreCase"/> folds case by another table than routing, so that paths would pass a guard by spelling; pattern and
/// text are folded instead.
/// </remarks>
internal sealed class LinearRegex
{
    private const string NonCapturing = "(?:";
    private const string Quantifiers = "*+?{";

    private readonly Regex _whole;
    private readonly List<Lookahead> _lookaheads = [];

    private LinearRegex(string pattern)
    {
        // What stands in front of a lookahead, from the start of the pattern: groups that open, and literal text.
        var rest = pattern;
        var literal = 0;
        var isRepeated = false;
        for (var at = 0; at < rest.Length;)
        {
            if (IsLookahead(rest, at))
            {
                if (isRepeated)
                {
                    throw new FormatException(PatternTexts.LookaheadRepeated());
                }

                var end = EndOfGroup(rest, at);
                _lookaheads.Add(new Lookahead(literal, Compile($@"\A(?:{rest[(at + 3)..(end - 1)]})"), IsNegative: rest[at + 2] == '!'));
                rest = rest.Remove(at, end - at);
            }
            else if (rest[at] == '(' && (IsPlainGroup(rest, at) || rest.AsSpan(at).StartsWith(NonCapturing, StringComparison.Ordinal)))
            {
                isRepeated |= EndOfGroup(rest, at) is var end && end < rest.Length && Quantifiers.Contains(rest[end], StringComparison.Ordinal);
                at += IsPlainGroup(rest, at) ? 1 : NonCapturing.Length;
            }
            else if (LiteralAt(rest, at) is > 0 and var length)
            {
                at += length;
                literal++;
            }
            else
            {
                break;
            }
        }

        // An alternative to the literal text would need another position.
        if (_lookaheads.Count > 0 && HasAlternative(rest))
        {
            throw new FormatException(PatternTexts.LookaheadInAlternative());
        }

        _whole = Compile($@"\A(?:{rest})\z");
    }

    /// <summary>The expressions of .NET that it consists of.</summary>
    internal IEnumerable<Regex> Parts => [_whole, .. _lookaheads.Select(lookahead => lookahead.Body)];

    /// <exception cref="FormatException">It is not a regular expression, or one that cannot be matched in linear time.</exception>
    public static LinearRegex Parse(string pattern)
    {
        try
        {
            // What is wrong is said of the pattern as it was written.
            _ = new Regex(pattern);
            return new LinearRegex(pattern);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    public bool IsMatch(string text)
    {
        var folded = OrdinalCase.Fold(text);
        if (!_whole.IsMatch(folded))
        {
            return false;
        }

        foreach (var lookahead in _lookaheads)
        {
            if (lookahead.Body.IsMatch(folded.AsSpan(lookahead.Position)) == lookahead.IsNegative)
            {
                return false;
            }
        }

        return true;
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(
                OrdinalCase.FoldPattern(pattern),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (NotSupportedException exception)
        {
            throw new FormatException(PatternTexts.NotLinear(), exception);
        }
    }

    private static bool IsPlainGroup(string pattern, int at) => !pattern.AsSpan(at).StartsWith("(?", StringComparison.Ordinal);

    private static bool IsLookahead(string pattern, int at) =>
        pattern.AsSpan(at).StartsWith("(?!", StringComparison.Ordinal) || pattern.AsSpan(at).StartsWith("(?=", StringComparison.Ordinal);

    /// <summary>Gets the length of a literal character at a position, which no quantifier repeats; 0 if there is none.</summary>
    private static int LiteralAt(string pattern, int at)
    {
        var length = pattern[at] == '\\' ? (at + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[at + 1]) ? 2 : 0)
            : "()[]{}.*+?|^$".Contains(pattern[at], StringComparison.Ordinal) ? 0
            : 1;
        return at + length < pattern.Length && Quantifiers.Contains(pattern[at + length], StringComparison.Ordinal) ? 0 : length;
    }

    private static bool HasAlternative(string pattern)
    {
        for (var at = 0; at < pattern.Length; at = Next(pattern, at))
        {
            if (pattern[at] == '|')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the position behind the group that opens at a position.</summary>
    private static int EndOfGroup(string pattern, int open)
    {
        var depth = 0;
        for (var at = open; at < pattern.Length; at = Next(pattern, at))
        {
            depth += pattern[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return at + 1;
            }
        }

        throw new FormatException(PatternTexts.UnclosedGroup(open + 1));
    }

    /// <summary>Gets the position behind one character, one escape or one character class.</summary>
    private static int Next(string pattern, int at)
    {
        if (pattern[at] == '\\')
        {
            return at + 2;
        }

        if (pattern[at] != '[')
        {
            return at + 1;
        }

        // A bracket that comes first in a class is a member of it.
        at += pattern.AsSpan(at + 1).StartsWith("^", StringComparison.Ordinal) ? 2 : 1;
        at += at < pattern.Length && pattern[at] == ']' ? 1 : 0;
        while (at < pattern.Length && pattern[at] != ']')
        {
            at = Next(pattern, at);
        }

        return at + 1;
    }

    /// <param name="Position">How many characters of the text precede it.</param>
    private sealed record Lookahead(int Position, Regex Body, bool IsNegative);
}
