namespace FileRoutedApi.Development;

/// <summary>Finds the parts of C# code that editors colour: comments, directives, keywords, numbers, texts and types.</summary>
/// <remarks>
/// Not Roslyn's classifier: it is part of the workspaces, which the compiler does not need, and an application of built files has no
/// compiler at all. A wrong colour in rare code does not matter.
/// </remarks>
internal sealed class CSharpColours
{
    private static readonly HashSet<string> _keywords =
    [
        "abstract", "and", "as", "async", "await", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "file",
        "finally", "fixed", "float", "for", "foreach", "get", "global", "goto", "if", "implicit", "in", "init", "int", "interface",
        "internal", "is", "lock", "long", "nameof", "namespace", "new", "not", "null", "object", "operator", "or", "out", "override",
        "params", "private", "protected", "public", "readonly", "record", "ref", "required", "return", "sbyte", "scoped", "sealed", "set",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void", "volatile", "when", "where", "while", "with", "yield",
    ];

    // A name behind one of the first is a type, and behind one of the others that of a variable or parameter.
    private static readonly HashSet<string> _declarations = ["class", "enum", "interface", "new", "record", "struct"];
    private static readonly HashSet<string> _typeNames =
    [
        "bool", "byte", "char", "decimal", "double", "float", "int", "long", "object", "sbyte", "short", "string", "uint", "ulong", "ushort",
        "var", "void",
    ];

    private readonly Stack<Literal> _literals = new();
    private readonly List<CodeSpan> _spans = [];
    private string _line = "";
    private int _at;
    private bool _inComment;

    // What stands in front of a name decides if it is a type.
    private char _previous = ' ';
    private string _word = "";

    /// <summary>Returns the parts of the next line. Texts and comments may have begun in a line before.</summary>
    public IReadOnlyList<CodeSpan> Next(string line)
    {
        (_line, _at) = (line, 0);
        _spans.Clear();
        if (!_inComment && _literals.Count == 0 && line.AsSpan().TrimStart() is ['#', ..])
        {
            return [new CodeSpan(0, line.Length, CodeKind.Directive)];
        }

        while (_at < _line.Length)
        {
            if (_inComment)
            {
                ReadComment(_at);
            }
            else if (_literals.TryPeek(out var literal) && !literal.InHole)
            {
                ReadText(literal, _at);
            }
            else
            {
                ReadCode();
            }
        }

        // A regular text ends with its line, even if its quote is missing.
        while (_literals.TryPeek(out var open) && open is { Quotes: 1, IsVerbatim: false })
        {
            _literals.Pop();
        }

        return [.. _spans];
    }

    private char Peek(int offset) => _at + offset < _line.Length ? _line[_at + offset] : '\0';

    private void Add(int start, CodeKind kind) => _spans.Add(new CodeSpan(start, _at - start, kind));

    private void ReadCode()
    {
        var start = _at;
        var next = _line[_at];
        if (next == '/' && Peek(1) == '/')
        {
            _at = _line.Length;
            Add(start, CodeKind.Comment);
        }
        else if (next == '/' && Peek(1) == '*')
        {
            _at += 2;
            ReadComment(start);
        }
        else if (next == '\'')
        {
            ReadCharacter(start);
        }
        else if (Literal.Begin(_line.AsSpan(_at), out var length) is { } literal)
        {
            _at += length;
            _literals.Push(literal);
            ReadText(literal, start);
        }
        else if (char.IsAsciiDigit(next))
        {
            while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_' || (Peek(0) == '.' && char.IsAsciiDigit(Peek(1))))
            {
                _at++;
            }

            Add(start, CodeKind.Number);
            _previous = '0';
        }
        else if (char.IsLetter(next) || next is '_' or '@')
        {
            ReadName(start);
        }
        else
        {
            ReadSign(next);
        }
    }

    private void ReadSign(char sign)
    {
        _at++;
        if (_literals.TryPeek(out var literal))
        {
            literal.Depth += sign switch { '{' or '(' => 1, '}' or ')' => -1, _ => 0 };
        }

        if (!char.IsWhiteSpace(sign))
        {
            (_previous, _word) = (sign, "");
        }
    }

    private void ReadName(int start)
    {
        do
        {
            _at++;
        }
        while (char.IsLetterOrDigit(Peek(0)) || Peek(0) == '_');
        var name = _line[start.._at];
        if (_previous != '.' && _keywords.Contains(name))
        {
            Add(start, CodeKind.Keyword);
        }
        else if (IsType(name))
        {
            Add(start, CodeKind.Type);
        }

        (_previous, _word) = ('a', name);
    }

    /// <summary>Guesses by the conventions of C#. The name of a member stands behind a period or a type, or before = or (.</summary>
    private bool IsType(string name)
    {
        if (!char.IsUpper(name[0]) || _previous == '.')
        {
            return false;
        }

        var rest = _line.AsSpan(_at).TrimStart();
        var isAssigned = rest is ['=', ..] and not ['=', '>', ..];
        var isBehindName = _previous == 'a' && !_keywords.Contains(_word);
        return _declarations.Contains(_word) || (!_typeNames.Contains(_word) && !isAssigned && rest is not ['(', ..] && !isBehindName);
    }

    private void ReadCharacter(int start)
    {
        _at++;
        while (_at < _line.Length && _line[_at] != '\'')
        {
            _at += _line[_at] == '\\' ? 2 : 1;
        }

        _at = Math.Min(_at + 1, _line.Length);
        Add(start, CodeKind.Text);
        _previous = '"';
    }

    private void ReadComment(int start)
    {
        var end = _line.IndexOf("*/", _at, StringComparison.Ordinal);
        _inComment = end < 0;
        _at = end < 0 ? _line.Length : end + 2;
        Add(start, CodeKind.Comment);
    }

    private void ReadText(Literal literal, int start)
    {
        while (_at < _line.Length)
        {
            if (literal.IsEnd(_line, _at, out var length))
            {
                _at += length;
                _literals.Pop();
                (_previous, _word) = ('"', "");
                break;
            }

            if (literal.IsHole(_line, _at, out length))
            {
                _at += length;
                literal.Depth = 1;
                (_previous, _word) = ('{', "");
                break;
            }

            _at += length;
        }

        _at = Math.Min(_at, _line.Length);
        Add(start, CodeKind.Text);
    }

    /// <summary>A text that has begun.</summary>
    /// <param name="Quotes">The number of quotes: 1, or at least 3 for a raw text.</param>
    /// <param name="Dollars">The number of <c>$</c>, which is that of the braces around a hole; 0 if there are no holes.</param>
    private sealed record Literal(int Quotes, int Dollars, bool IsVerbatim)
    {
        /// <summary>Gets or sets the number of braces and parentheses that are open in the hole; 0 in the text itself.</summary>
        public int Depth { get; set; }

        public bool InHole => Depth > 0;

        /// <param name="length">The length of what begins the text.</param>
        public static Literal? Begin(ReadOnlySpan<char> text, out int length)
        {
            length = 0;
            var (dollars, verbatim) = (0, false);
            while (length < text.Length && text[length] is '$' or '@')
            {
                dollars += text[length] == '$' ? 1 : 0;
                verbatim |= text[length] == '@';
                length++;
            }

            var quotes = length < text.Length ? text[length..].IndexOfAnyExcept('"') is >= 0 and var count ? count : text.Length - length : 0;
            if (quotes == 0)
            {
                return null;
            }

            // Two quotes are an empty text: the second one ends it.
            quotes = quotes >= 3 && !verbatim ? quotes : 1;
            length += quotes;
            return new Literal(quotes, dollars, verbatim);
        }

        public bool IsEnd(string line, int at, out int length)
        {
            length = Quotes;
            if (Quotes > 1)
            {
                return line.AsSpan(at).StartsWith(new string('"', Quotes));
            }

            var isQuote = line[at] == '"';
            return isQuote && !(IsVerbatim && at + 1 < line.Length && line[at + 1] == '"');
        }

        /// <param name="length">The length of the braces, or of the next character of the text with its escape.</param>
        public bool IsHole(string line, int at, out int length)
        {
            if (Dollars > 0 && line[at] == '{')
            {
                var braces = line.AsSpan(at).IndexOfAnyExcept('{') is >= 0 and var count ? count : line.Length - at;
                length = braces;
                return Quotes > 1 ? braces >= Dollars : braces % 2 == 1;
            }

            length = (line[at] == '\\' && Quotes == 1 && !IsVerbatim) || (line[at] == '"' && IsVerbatim) ? 2 : 1;
            return false;
        }
    }
}
