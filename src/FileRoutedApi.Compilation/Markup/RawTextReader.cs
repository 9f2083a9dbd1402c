using System.Text;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>
/// Reads the content of an element that contains no other elements: <c>&lt;script&gt;</c>, <c>&lt;style&gt;</c>, <c>&lt;title&gt;</c>,
/// <c>&lt;textarea&gt;</c>. These are the RCDATA, RAWTEXT and script data states of the HTML standard.
/// </summary>
internal sealed class RawTextReader(string element)
{
    private readonly bool _isScript = element == "script";
    private readonly StringBuilder _name = new();
    private State _state;

    // How many dashes came directly before, and how deep the text is in '<!--' and '<script': 0, 1 (escaped) or 2 (double escaped).
    private int _dashes;
    private int _depth;

    private enum State
    {
        Text,
        LessThan,
        EscapeStart,
        EscapeStartDash,
        EndTagOpen,
        EndTagName,
        DoubleEscapeStart,
        DoubleEscapeEnd,
    }

    /// <summary>Gets the name of the element.</summary>
    public string Element => element;

    /// <summary>Gets whether the next character continues something that may be the end tag.</summary>
    public bool IsInTag => _state is State.LessThan or State.EndTagOpen or State.EndTagName;

    /// <summary>Reads a character. Returns true if the name of the end tag is complete; the character follows the name.</summary>
    public bool Read(char c)
    {
        switch (_state)
        {
            case State.LessThan when c == '/' && _depth < 2:
                Begin(State.EndTagOpen);
                return false;
            case State.LessThan when c == '/':
                Begin(State.DoubleEscapeEnd);
                return false;
            case State.LessThan when c == '!' && _isScript && _depth == 0:
                _state = State.EscapeStart;
                return false;
            case State.LessThan when char.IsAsciiLetter(c) && _depth == 1:
                Begin(State.DoubleEscapeStart);
                _name.Append(char.ToLowerInvariant(c));
                return false;
            case State.EscapeStart when c == '-':
                _state = State.EscapeStartDash;
                return false;
            case State.EscapeStartDash when c == '-':
                (_state, _depth, _dashes) = (State.Text, 1, 2);
                return false;
            case State.EndTagOpen or State.EndTagName when char.IsAsciiLetter(c):
                _state = State.EndTagName;
                _name.Append(char.ToLowerInvariant(c));
                return false;
            case State.EndTagName when IsEndOfName(c) && IsName(element):
                return true;
            case State.DoubleEscapeStart or State.DoubleEscapeEnd when char.IsAsciiLetter(c):
                _name.Append(char.ToLowerInvariant(c));
                return false;
            case State.DoubleEscapeStart or State.DoubleEscapeEnd when IsEndOfName(c):
                _depth = IsName("script") == (_state == State.DoubleEscapeStart) ? 2 : 1;
                (_state, _dashes) = (State.Text, 0);
                return false;
            default:
                ReadText(c);
                return false;
        }
    }

    /// <summary>Reads a hole, whose encoded value has no tags.</summary>
    public void ReadHole() => (_state, _dashes) = (State.Text, 0);

    private void ReadText(char c)
    {
        _state = c == '<' ? State.LessThan : State.Text;
        if (c == '>' && _dashes >= 2)
        {
            _depth = 0;
        }

        _dashes = c == '-' && _depth > 0 ? _dashes + 1 : 0;
    }

    private void Begin(State state)
    {
        _state = state;
        _name.Clear();
    }

    private bool IsName(string name) => _name.Equals(name);

    private static bool IsEndOfName(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '/' or '>';
}
