namespace FileRoutedApi.Host.Building;

/// <summary>
/// Finds the start tags of an HTML document. Follows the tokenizer of the HTML standard, so that a tag in a comment, a script or another
/// text element is not one.
/// </summary>
internal sealed class HtmlTagReader(string html)
{
    private static readonly string[] _commentEnds = ["-->", "--!>"];

    private static readonly HashSet<string> _textElements =
        ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

    private int _position;

    // How many <svg> and <math> elements the position is in.
    private int _foreignDepth;

    /// <summary>Returns the next start tag; null at the end of the document.</summary>
    public HtmlTag? Read()
    {
        while (html.IndexOf('<', _position) is var start and >= 0)
        {
            _position = start + 1;
            var isEndTag = Current == '/';
            if (char.IsAsciiLetter(isEndTag ? At(_position + 1) : Current))
            {
                _position += isEndTag ? 1 : 0;
                if (ReadTag() is not { } tag)
                {
                    return null;
                }

                Follow(tag, isEndTag);
                if (!isEndTag)
                {
                    return tag;
                }
            }
            else if (Current is '!' or '?' || (isEndTag && _position + 1 < html.Length))
            {
                SkipComment();
            }
        }

        return null;
    }

    private char Current => At(_position);

    private char At(int index) => index < html.Length ? html[index] : '\0';

    private bool StartsWith(string text, int index) =>
        string.Compare(html, index, text, 0, text.Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Continues behind the content of an element that contains text only.</summary>
    private void Follow(HtmlTag tag, bool isEndTag)
    {
        if (tag.Name is "svg" or "math")
        {
            _foreignDepth = Math.Max(0, _foreignDepth + (isEndTag ? -1 : tag.IsSelfClosing ? 0 : 1));
        }

        if (isEndTag || (_foreignDepth > 0 && tag.IsSelfClosing))
        {
            return;
        }

        if (tag.Name == "plaintext")
        {
            _position = html.Length;
        }
        else if (_textElements.Contains(tag.Name))
        {
            SkipText(tag.Name);
        }
    }

    /// <summary>Reads a tag from its name on. Returns null if the document ends inside it.</summary>
    private HtmlTag? ReadTag()
    {
        var start = _position;
        SkipUntil(static c => IsSpace(c) || c is '/' or '>');
        var tag = new HtmlTag(html[start.._position].ToLowerInvariant(), _position);
        while (_position < html.Length)
        {
            var slash = -1;
            while (IsSpace(Current) || Current == '/')
            {
                slash = Current == '/' ? _position : slash;
                _position++;
            }

            if (Current == '>')
            {
                tag.IsSelfClosing = slash == _position - 1;
                _position++;
                return tag;
            }

            ReadAttribute(tag);
        }

        return null;
    }

    private void ReadAttribute(HtmlTag tag)
    {
        // An equals sign at the beginning belongs to the name.
        var start = _position++;
        SkipUntil(static c => IsSpace(c) || c is '/' or '>' or '=');
        var name = html[start..Math.Min(_position, html.Length)].ToLowerInvariant();
        SkipUntil(static c => !IsSpace(c));
        if (Current != '=')
        {
            return;
        }

        _position++;
        SkipUntil(static c => !IsSpace(c));
        var quote = Current;
        if (quote is '"' or '\'')
        {
            start = ++_position;
            _position = html.IndexOf(quote, Math.Min(start, html.Length)) is var end and >= 0 ? end : html.Length;
        }
        else
        {
            start = _position;
            SkipUntil(static c => IsSpace(c) || c == '>');
        }

        tag.Attributes.Add(new HtmlTagAttribute(name, start, _position - start));
        _position += quote is '"' or '\'' ? 1 : 0;
    }

    /// <summary>Skips a comment, a <c>&lt;!DOCTYPE&gt;</c>, a CDATA section, or something else that browsers make a comment.</summary>
    private void SkipComment()
    {
        if (StartsWith("!--", _position))
        {
            SkipBehindComment(_position + 3);
        }
        else if (_foreignDepth > 0 && html.AsSpan(_position).StartsWith("![CDATA["))
        {
            SkipBehind("]]>");
        }
        else
        {
            SkipBehind(">");
        }
    }

    private void SkipBehindComment(int start)
    {
        if (At(start) == '>' || (At(start) == '-' && At(start + 1) == '>'))
        {
            _position = html.IndexOf('>', start) + 1;
            return;
        }

        var ends = _commentEnds
            .Select(end => html.IndexOf(end, start, StringComparison.Ordinal) is var index and >= 0 ? index + end.Length : html.Length);
        _position = ends.Min();
    }

    private void SkipText(string element)
    {
        // In a script, '<!--' and then '<script' hide an end tag: 0, 1 (escaped) or 2 (double escaped).
        var depth = 0;
        for (; _position < html.Length; _position++)
        {
            var c = html[_position];
            if (c == '-' && depth > 0 && StartsWith("-->", _position))
            {
                depth = 0;
            }
            else if (c == '<' && IsTag("</", element))
            {
                if (depth < 2)
                {
                    return;
                }

                depth = 1;
            }
            else if (c == '<' && element == "script" && depth == 0 && StartsWith("<!--", _position))
            {
                // The two dashes may also begin the end, as in '<!-->'.
                depth = 1;
                _position++;
            }
            else if (c == '<' && depth == 1 && IsTag("<", "script"))
            {
                depth = 2;
            }
        }
    }

    private bool IsTag(string opening, string name) =>
        StartsWith(opening + name, _position)
        && At(_position + opening.Length + name.Length) is var next
        && (IsSpace(next) || next is '/' or '>');

    private void SkipBehind(string text) =>
        _position = html.IndexOf(text, _position, StringComparison.Ordinal) is var end and >= 0 ? end + text.Length : html.Length;

    private void SkipUntil(Func<char, bool> isEnd)
    {
        while (_position < html.Length && !isEnd(html[_position]))
        {
            _position++;
        }
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
