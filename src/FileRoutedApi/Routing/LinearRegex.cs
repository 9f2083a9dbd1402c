using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>
/// A regular expression that matches a whole text in linear time, whatever a client sends. It compares characters as routing does
/// (ordinal, case-insensitive).
/// </summary>
/// <remarks>
/// <see cref="RegexOptions.NonBacktracking"/> is linear but has no lookaheads, which patterns such as <c>/((?!public).*)</c> need. After a
/// literal prefix of known length, a lookahead is a separate condition on the rest of the text, so each lookahead is matched on its own.
/// <see cref="RegexOptions.IgnoreCase"/> uses other case equivalences than routing, so that a path could pass a guard by its spelling.
/// The pattern and the text are case-folded instead.
/// </remarks>
internal sealed class LinearRegex
{
    private const string NonCapturing = "(?:";
    private const string Quantifiers = "*+?{";

    private readonly Regex _whole;
    private readonly List<Lookahead> _lookaheads = [];

    private LinearRegex(string pattern)
    {
        // Reads the prefix before a lookahead, from the start of the pattern: opening groups and literal text.
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
                var end = EndOfGroup(rest, at);
                isRepeated |= end < rest.Length && Quantifiers.Contains(rest[end], StringComparison.Ordinal);
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

        // In an alternative, the text before the lookahead would have another length.
        if (_lookaheads.Count > 0 && HasAlternative(rest))
        {
            throw new FormatException(PatternTexts.LookaheadInAlternative());
        }

        _whole = Compile($@"\A(?:{rest})\z");
    }

    /// <summary>Gets the .NET expressions that are matched.</summary>
    internal IEnumerable<Regex> Parts => [_whole, .. _lookaheads.Select(lookahead => lookahead.Body)];

    /// <summary>Parses a regular expression.</summary>
    /// <exception cref="FormatException">The pattern is not valid, or cannot be matched in linear time.</exception>
    public static LinearRegex Parse(string pattern)
    {
        try
        {
            // First as it was written, so that the message is about the user's own pattern.
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

    /// <summary>Returns the texts of the groups if the whole text matches, otherwise null. The case is that of the text.</summary>
    public IReadOnlyList<string?>? Match(string text)
    {
        // Folding replaces characters one by one, so positions stay.
        return IsMatch(text) && _whole.Match(OrdinalCase.Fold(text)) is { Success: true } match
            ? [.. match.Groups.Values.Select(group => group.Success ? text.Substring(group.Index, group.Length) : null)]
            : null;
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

    /// <summary>Returns the length of the literal character at a position; 0 if there is none, or if a quantifier repeats it.</summary>
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

    /// <summary>Returns the position after the group that opens at a position.</summary>
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

    /// <summary>Returns the position after one character, escape or character class.</summary>
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

        // A closing bracket at the start of a class is a member of it.
        at += pattern.AsSpan(at + 1).StartsWith("^", StringComparison.Ordinal) ? 2 : 1;
        at += at < pattern.Length && pattern[at] == ']' ? 1 : 0;
        while (at < pattern.Length && pattern[at] != ']')
        {
            at = Next(pattern, at);
        }

        return at + 1;
    }

    /// <param name="Position">The length of the text before the lookahead.</param>
    private sealed record Lookahead(int Position, Regex Body, bool IsNegative);
}
