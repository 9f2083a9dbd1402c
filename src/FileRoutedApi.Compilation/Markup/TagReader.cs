using System.Text;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Reads a tag from its name to its <c>&gt;</c>.</summary>
/// <param name="element">The characters of the name that were read, in lower case.</param>
internal sealed class TagReader(string element, bool isEndTag)
{
    private readonly StringBuilder _element = new(element);
    private readonly StringBuilder _attribute = new();
    private readonly StringBuilder _value = new();
    private State _state;

    private enum State
    {
        TagName,
        BeforeAttributeName,
        AttributeName,
        AfterAttributeName,
        BeforeValue,
        DoubleQuoted,
        SingleQuoted,
        Unquoted,
        AfterQuoted,
        SelfClosing,
    }

    /// <summary>Gets the name of the element, in lower case.</summary>
    public string Element => _element.ToString();

    public bool IsEndTag => isEndTag;

    /// <summary>Gets whether a slash comes directly before the end.</summary>
    public bool IsSelfClosing => _state == State.SelfClosing;

    /// <summary>Gets the value of the attribute <c>type</c>, with a NUL for each hole; null without the attribute.</summary>
    public string? Type { get; private set; }

    /// <summary>Gets the current place.</summary>
    public HolePlace Place => _state switch
    {
        State.TagName => new(HolePlaceKind.TagName, Element),
        State.BeforeValue or State.Unquoted => new(HolePlaceKind.UnquotedValue, Element, _attribute.ToString()),
        State.DoubleQuoted or State.SingleQuoted => new(HolePlaceKind.QuotedValue, Element, _attribute.ToString()),
        _ => new(HolePlaceKind.AttributeName, Element),
    };

    /// <summary>Reads a character. Returns true if it is the end of the tag.</summary>
    public bool Read(char c)
    {
        if (c == '>' && _state is not (State.DoubleQuoted or State.SingleQuoted))
        {
            EndValue(_state);
            return true;
        }

        _state = _state switch
        {
            State.TagName when !IsSpace(c) && c != '/' => Append(_element, char.ToLowerInvariant(c)),
            State.AttributeName when IsSpace(c) => State.AfterAttributeName,
            State.AttributeName when c is not ('/' or '=') => Append(_attribute, char.ToLowerInvariant(c)),
            State.AttributeName or State.AfterAttributeName when c == '=' => State.BeforeValue,
            State.AfterAttributeName when IsSpace(c) => State.AfterAttributeName,
            State.BeforeValue => ReadBeforeValue(c),
            State.DoubleQuoted when c == '"' => EndValue(State.AfterQuoted),
            State.SingleQuoted when c == '\'' => EndValue(State.AfterQuoted),
            State.Unquoted when IsSpace(c) => EndValue(State.BeforeAttributeName),
            State.DoubleQuoted or State.SingleQuoted or State.Unquoted => Append(_value, c),
            _ => ReadBeforeAttributeName(c),
        };
        return false;
    }

    /// <summary>Reads a hole.</summary>
    public void ReadHole()
    {
        _value.Append('\0');
        _state = _state switch
        {
            State.BeforeAttributeName or State.AfterAttributeName or State.AfterQuoted or State.SelfClosing => BeginAttribute(),
            State.BeforeValue => State.Unquoted,
            _ => _state,
        };
    }

    private State ReadBeforeAttributeName(char c)
    {
        if (IsSpace(c) || c == '/')
        {
            return c == '/' ? State.SelfClosing : State.BeforeAttributeName;
        }

        BeginAttribute();
        return Append(_attribute, char.ToLowerInvariant(c), State.AttributeName);
    }

    private State BeginAttribute()
    {
        _attribute.Clear();
        _value.Clear();
        return State.AttributeName;
    }

    private State ReadBeforeValue(char c) => c switch
    {
        '"' => State.DoubleQuoted,
        '\'' => State.SingleQuoted,
        _ => IsSpace(c) ? State.BeforeValue : Append(_value, c, State.Unquoted),
    };

    // Of two attributes with the same name, browsers use the first.
    private State EndValue(State next)
    {
        Type ??= _attribute.Equals("type") ? _value.ToString() : null;
        return next;
    }

    private State Append(StringBuilder text, char c) => Append(text, c, _state);

    private static State Append(StringBuilder text, char c, State next)
    {
        text.Append(c);
        return next;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
