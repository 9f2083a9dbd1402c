namespace FileRoutedApi.Compilation.Markup;

/// <summary>
/// Reads the literal parts and the holes of an HTML fragment, which begins between tags, and determines the place of each hole. It follows
/// the states of the tokenizer in the HTML standard.
/// </summary>
internal sealed class HtmlTokenizer
{
    private readonly ForeignContent _foreign = new();
    private State _state;
    private TagReader _tag = new("", isEndTag: false);
    private CommentReader? _comment;
    private RawTextReader? _rawText;
    private int _position;

    private enum State
    {
        Data,
        TagOpen,
        EndTagOpen,
        Tag,
        Comment,
        RawText,
        PlainText,
    }

    /// <summary>Gets whether the fragment may end here: it is between two tags.</summary>
    public bool IsBetweenTags => _state is State.Data or State.PlainText;

    /// <summary>Gets the index of the <c>&lt;</c> that began the current tag, comment or text element, counted without holes.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the current place.</summary>
    public HolePlace Place => _state switch
    {
        State.TagOpen or State.EndTagOpen => new(HolePlaceKind.TagName),
        State.Tag => _tag.Place,
        State.Comment => new(HolePlaceKind.Comment),
        State.RawText => PlaceIn(_rawText!),
        _ => new(HolePlaceKind.Text),
    };

    /// <summary>Reads a literal part.</summary>
    public void Read(string literal)
    {
        foreach (var c in literal)
        {
            _state = Next(c);
            _position++;
        }
    }

    /// <summary>Reads a hole, whose encoded value has none of <c>&lt;</c>, <c>&gt;</c> and quotes.</summary>
    public void ReadHole()
    {
        switch (_state)
        {
            case State.TagOpen or State.EndTagOpen:
                BeginTag("", _state == State.EndTagOpen);
                break;
            case State.Tag:
                _tag.ReadHole();
                break;
            case State.Comment:
                _comment!.ReadHole();
                break;
            case State.RawText:
                _rawText!.ReadHole();
                break;
        }
    }

    // In '<{tag}' of a text element, the value could be its end tag.
    private HolePlace PlaceIn(RawTextReader text) => text switch
    {
        { Element: "script" } => new(HolePlaceKind.Script, "script", IsJson: HtmlNames.IsJson(_tag.Type)),
        { Element: "style" } => new(HolePlaceKind.Style, "style"),
        _ => new(text.IsInTag ? HolePlaceKind.TagName : HolePlaceKind.Text, text.Element),
    };

    private State Next(char c) => _state switch
    {
        State.Data => c == '<' ? BeginMarkup() : State.Data,
        State.TagOpen => ReadTagOpen(c),
        State.EndTagOpen => ReadEndTagOpen(c),
        State.Tag => _tag.Read(c) ? EndTag() : State.Tag,
        State.Comment => _comment!.Read(c) ? State.Data : State.Comment,
        State.RawText => _rawText!.Read(c) ? EndRawText(c) : State.RawText,
        _ => State.PlainText,
    };

    private State BeginMarkup()
    {
        Start = _position;
        return State.TagOpen;
    }

    private State ReadTagOpen(char c) => c switch
    {
        '/' => State.EndTagOpen,
        '!' or '?' => BeginComment(isDeclaration: c == '!'),
        '<' => BeginMarkup(),
        _ => char.IsAsciiLetter(c) ? BeginTag(char.ToLowerInvariant(c).ToString(), isEndTag: false) : State.Data,
    };

    private State ReadEndTagOpen(char c)
    {
        if (c == '>')
        {
            return State.Data;
        }

        return char.IsAsciiLetter(c) ? BeginTag(char.ToLowerInvariant(c).ToString(), isEndTag: true) : BeginComment(isDeclaration: false);
    }

    private State BeginTag(string name, bool isEndTag)
    {
        _tag = new TagReader(name, isEndTag);
        return _state = State.Tag;
    }

    private State BeginComment(bool isDeclaration)
    {
        _comment = new CommentReader(isDeclaration, _foreign.IsCurrent);
        return State.Comment;
    }

    private State EndTag()
    {
        var element = _tag.Element;
        if (_tag.IsEndTag)
        {
            _foreign.Close(element);
            return State.Data;
        }

        // Only in foreign content does the slash of '<title/>' mean that the element has no content.
        var isForeign = _foreign.IsCurrent || element is "svg" or "math";
        if (isForeign && _tag.IsSelfClosing)
        {
            return State.Data;
        }

        _foreign.Open(element);
        var isText = isForeign ? element is "script" or "style" : HtmlNames.IsTextElement(element);
        _rawText = isText ? new RawTextReader(element) : null;
        return isText ? State.RawText : element == "plaintext" ? State.PlainText : State.Data;
    }

    // The character follows the name of the end tag.
    private State EndRawText(char c)
    {
        BeginTag(_rawText!.Element, isEndTag: true);
        return Next(c);
    }
}
