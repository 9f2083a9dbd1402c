namespace FileRoutedApi.Compilation.Markup;

/// <summary>
/// Reads what follows <c>&lt;!</c>, <c>&lt;?</c> or an invalid <c>&lt;/</c>: a comment, a <c>&lt;!DOCTYPE&gt;</c>, a CDATA section, or
/// something else that browsers make a comment.
/// </summary>
/// <param name="isDeclaration">True after <c>&lt;!</c>.</param>
/// <param name="isForeign">True inside of <c>&lt;svg&gt;</c> and <c>&lt;math&gt;</c>, where CDATA sections are allowed.</param>
internal sealed class CommentReader(bool isDeclaration, bool isForeign)
{
    private static readonly (string Text, State Next)[] _openings =
        [("--", State.CommentStart), ("doctype", State.UntilGreaterThan), ("[cdata[", State.CData)];

    private State _state = isDeclaration ? State.Declaration : State.UntilGreaterThan;
    private string _opening = "";
    private int _brackets;

    private enum State
    {
        Declaration,
        UntilGreaterThan,
        CData,
        CommentStart,
        CommentStartDash,
        Comment,
        CommentEndDash,
        CommentEnd,
        CommentEndBang,
    }

    /// <summary>Reads a character. Returns true if it is the last one.</summary>
    public bool Read(char c)
    {
        if (_state == State.Declaration)
        {
            return ReadDeclaration(c);
        }

        if (_state == State.CData)
        {
            var isEnd = c == '>' && _brackets >= 2;
            _brackets = c == ']' ? _brackets + 1 : 0;
            return isEnd;
        }

        if (c == '>' && _state is not (State.Comment or State.CommentEndDash))
        {
            return true;
        }

        _state = (_state, c) switch
        {
            (State.UntilGreaterThan, _) => State.UntilGreaterThan,
            (State.CommentStart, '-') => State.CommentStartDash,
            (State.CommentStartDash or State.CommentEndDash or State.CommentEnd, '-') => State.CommentEnd,
            (State.CommentEnd, '!') => State.CommentEndBang,
            (State.Comment or State.CommentEndBang, '-') => State.CommentEndDash,
            _ => State.Comment,
        };
        return false;
    }

    /// <summary>Reads a hole, whose encoded value does not end a comment.</summary>
    public void ReadHole()
    {
        _brackets = 0;
        _state = _state switch
        {
            State.Declaration => State.UntilGreaterThan,
            State.UntilGreaterThan or State.CData => _state,
            _ => State.Comment,
        };
    }

    private bool ReadDeclaration(char c)
    {
        _opening += char.ToLowerInvariant(c);
        foreach (var (text, next) in _openings.Where(opening => opening.Text.StartsWith(_opening, StringComparison.Ordinal)))
        {
            _state = text != _opening ? State.Declaration : next == State.CData && !isForeign ? State.UntilGreaterThan : next;
            return false;
        }

        _state = State.UntilGreaterThan;
        return c == '>';
    }
}
