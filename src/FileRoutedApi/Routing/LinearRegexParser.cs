using System.Globalization;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Routing;

/// <summary>Reads the syntax of .NET regular expressions, except for what cannot be matched in linear time.</summary>
internal sealed class LinearRegexParser(string pattern)
{
    private const int MostInstructions = 4000;
    private const int DeepestGroup = 100;

    private readonly List<LinearProgram> _lookaheads = [];
    private int _at;
    private int _depth;

    /// <summary>Returns the first instruction of something that goes on with the instruction <paramref name="next"/>.</summary>
    private delegate int Emit(List<LinearInstruction> program, int next);

    public LinearRegex Parse()
    {
        try
        {
            // .NET knows its syntax best: what comes below reads valid patterns only.
            _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }

        var program = ProgramOf(ReadAlternatives());
        return _at == pattern.Length ? new LinearRegex(program, [.. _lookaheads]) : throw new FormatException($"the ')' at {_at + 1} closes nothing");
    }

    private static LinearProgram ProgramOf(Emit emit)
    {
        var program = new List<LinearInstruction> { new(LinearOperation.End, 0, 0) };
        var start = emit(program, LinearProgram.End);
        return new LinearProgram([.. program], start);
    }

    private static int Add(List<LinearInstruction> program, LinearInstruction instruction)
    {
        if (program.Count == MostInstructions)
        {
            throw new FormatException("it is too large; use smaller counts in braces");
        }

        program.Add(instruction);
        return program.Count - 1;
    }

    private static Emit One(LinearOperation operation, char literal = default, LinearSet? set = null, int lookahead = 0) =>
        (program, next) => Add(program, new LinearInstruction(operation, next, next, literal, set, lookahead));

    private static Emit Sequence(IReadOnlyList<Emit> parts) => (program, next) =>
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            next = parts[i](program, next);
        }

        return next;
    };

    private static Emit Repeat(Emit part, int least, int? most) => (program, next) =>
    {
        if (most is null)
        {
            var loop = Add(program, default);
            program[loop] = new LinearInstruction(LinearOperation.Either, part(program, loop), next);
            next = loop;
        }

        for (var i = least; i < most; i++)
        {
            var skipped = next;
            next = Add(program, new LinearInstruction(LinearOperation.Either, part(program, next), skipped));
        }

        for (var i = 0; i < least; i++)
        {
            next = part(program, next);
        }

        return next;
    };

    private Emit ReadAlternatives()
    {
        if (++_depth > DeepestGroup)
        {
            throw new FormatException($"its groups are nested more than {DeepestGroup} deep");
        }

        var result = ReadSequence();
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            var left = result;
            var right = ReadSequence();
            result = (program, next) => Add(program, new LinearInstruction(LinearOperation.Either, left(program, next), right(program, next)));
        }

        _depth--;
        return result;
    }

    private Emit ReadSequence()
    {
        var parts = new List<Emit>();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            if (ReadPart() is { } part)
            {
                parts.Add(ReadQuantifiers(part));
            }
        }

        return Sequence(parts);
    }

    private Emit ReadQuantifiers(Emit part)
    {
        while (_at < pattern.Length && TryReadQuantifier(out var least, out var most))
        {
            part = Repeat(part, least, most);

            // A lazy quantifier prefers another match, and finds the same texts.
            _at += _at < pattern.Length && pattern[_at] == '?' ? 1 : 0;
        }

        return part;
    }

    private bool TryReadQuantifier(out int least, out int? most)
    {
        (least, most) = pattern[_at] switch { '*' => (0, null), '+' => (1, null), '?' => (0, 1), _ => (-1, (int?)null) };
        if (least >= 0)
        {
            _at++;
            return true;
        }

        var close = pattern[_at] == '{' ? pattern.IndexOf('}', _at) : -1;
        var numbers = close < 0 ? [] : pattern[(_at + 1)..close].Split(',');
        if (numbers.Length is not (1 or 2) || !IsNumber(numbers[0]) || !(numbers[^1].Length == 0 || IsNumber(numbers[^1])))
        {
            return false;
        }

        least = NumberOf(numbers[0]);
        most = numbers[^1].Length == 0 ? null : NumberOf(numbers[^1]);
        _at = close + 1;
        return true;
    }

    private Emit? ReadPart()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case '(':
                return ReadGroup();
            case '[':
                return One(LinearOperation.Set, set: ReadSet());
            case '.':
                return One(LinearOperation.Any);
            case '^':
                return One(LinearOperation.TextStart);
            case '$':
                return One(LinearOperation.LastLineEnd);
            case '\\':
                return ReadEscape();
            default:
                // A pair of surrogates has an upper case that its halves have not.
                var length = char.IsHighSurrogate(character) && _at < pattern.Length && char.IsLowSurrogate(pattern[_at]) ? 2 : 1;
                var text = pattern.Substring(_at - 1, length);
                _at += length - 1;
                return Literals(text);
        }
    }

    private Emit? ReadGroup()
    {
        if (!IsNext("?"))
        {
            return ReadBody();
        }

        if (IsNext("?#"))
        {
            _at = pattern.IndexOf(')', _at) + 1;
            return null;
        }

        if (TrySkip("?="))
        {
            return ReadLookahead(LinearOperation.Lookahead);
        }

        if (TrySkip("?!"))
        {
            return ReadLookahead(LinearOperation.NegativeLookahead);
        }

        if (TrySkip("?:"))
        {
            return ReadBody();
        }

        var refused = IsNext("?<=") || IsNext("?<!") ? "a lookbehind '(?<'; write what may come before instead, or a lookahead"
            : IsNext("?>") ? "an atomic group '(?>'; write '(?:' instead"
            : IsNext("?(") ? "a condition '(?('; write alternatives instead"
            : null;
        if (refused is null && (IsNext("?<") || IsNext("?'")))
        {
            var end = pattern.IndexOfAny(['>', '\''], _at + 2);
            if (!pattern[_at..end].Contains('-', StringComparison.Ordinal))
            {
                _at = end + 1;
                return ReadBody();
            }

            refused = "a balancing group; count in the function instead";
        }

        throw refused is null
            ? new FormatException($"the option '({pattern[_at..Math.Min(_at + 3, pattern.Length)]}' is not supported; remove it. Case never matters, and '.' is any character")
            : Refuse(refused);
    }

    private Emit ReadBody()
    {
        var body = ReadAlternatives();
        _at++;
        return body;
    }

    private Emit ReadLookahead(LinearOperation operation)
    {
        var body = ProgramOf(ReadBody());
        _lookaheads.Add(body);
        return One(operation, lookahead: _lookaheads.Count - 1);
    }

    private LinearSet ReadSet()
    {
        var isNegated = TrySkip("^");
        var start = _at;
        LinearSet? except = null;
        var end = -1;
        while (end < 0)
        {
            if (pattern[_at] == ']' && _at > start)
            {
                end = _at;
            }
            else if (_at > start && IsNext("-["))
            {
                end = _at;
                _at += 2;
                except = ReadSet();
            }
            else
            {
                _at += pattern[_at] == '\\' ? 2 : 1;
            }
        }

        _at++;
        return new LinearSet(pattern[start..end], isNegated, except);
    }

    private Emit ReadEscape()
    {
        var start = _at - 1;
        var character = pattern[_at++];
        switch (character)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                return One(LinearOperation.Set, set: new LinearSet($"\\{character}"));
            case 'p' or 'P':
                _at = pattern.IndexOf('}', _at) + 1;
                return One(LinearOperation.Set, set: new LinearSet(pattern[start.._at]));
            case 'A':
                return One(LinearOperation.TextStart);
            case 'z':
                return One(LinearOperation.TextEnd);
            case 'Z':
                return One(LinearOperation.LastLineEnd);
            case 'b':
                return One(LinearOperation.WordBoundary);
            case 'B':
                return One(LinearOperation.NoWordBoundary);
            case 'k' or (>= '1' and <= '9'):
                throw Refuse($"a back reference '\\{character}'; compare the parts in the function instead");
            case 'G':
                throw Refuse("'\\G'; remove it");
            case 'x':
                _at += 2;
                break;
            case 'u':
                _at += 4;
                break;
            case 'c':
                _at++;
                break;
            case '0':
                while (_at < pattern.Length && _at < start + 4 && pattern[_at] is >= '0' and <= '7')
                {
                    _at++;
                }

                break;
        }

        return Literals(Regex.Unescape(pattern[start.._at]));
    }

    private static Emit Literals(string text) => Sequence([.. OrdinalCase.Fold(text).Select(character => One(LinearOperation.Literal, character))]);

    private static FormatException Refuse(string what) => new($"it cannot be matched in linear time, because it has {what}");

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostInstructions
            ? number
            : throw new FormatException($"the count {text} is too large");

    private bool IsNext(string text) => pattern.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);

    private bool TrySkip(string text)
    {
        var isNext = IsNext(text);
        _at += isNext ? text.Length : 0;
        return isNext;
    }
}
