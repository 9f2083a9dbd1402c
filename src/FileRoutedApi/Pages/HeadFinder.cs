using System.Buffers;

namespace FileRoutedApi.Pages;

/// <summary>
/// Finds the opening <c>html</c> and <c>head</c> tags of a document. It reads only literals, and stops at the first element or text after
/// the <c>html</c> tag that is not <c>head</c>, so it never reads a page.
/// </summary>
internal sealed class HeadFinder
{
    private static readonly SearchValues<char> _afterName = SearchValues.Create(" \t\n\r\f/>");

    private readonly List<(Html Html, int Index)> _path = [];
    private State _state;
    private char _quote;
    private bool _isHead;

    private enum State
    {
        Data,
        Tag,
        Value,
        Comment,
        Doctype,
        Stopped,
    }

    public bool HasDoctype { get; private set; }

    public HtmlPosition? HtmlTag { get; private set; }

    public HtmlPosition? HeadTag { get; private set; }

    public void Search(Html document)
    {
        _path.Add((document, 0));
        while (_path.Count > 0 && _state != State.Stopped)
        {
            var (html, index) = _path[^1];
            if (index == html.Segments.Length)
            {
                _path.RemoveAt(_path.Count - 1);
                if (_path.Count > 0)
                {
                    Advance();
                }

                continue;
            }

            var segment = html.Segments[index];
            if (segment.Value is Html nested && !segment.IsInAttribute)
            {
                _path.Add((nested, 0));
                continue;
            }

            if (segment.Value is string && !segment.IsText)
            {
                Read(segment.Characters);
            }
            else if (_state == State.Data && HtmlTag is not null)
            {
                // Text before an element is the beginning of the body.
                _state = State.Stopped;
            }

            Advance();
        }
    }

    private void Advance() => _path[^1] = (_path[^1].Html, _path[^1].Index + 1);

    private void Read(ReadOnlySpan<char> literal)
    {
        for (var index = 0; index < literal.Length && _state != State.Stopped;)
        {
            var rest = literal[index..];
            index += _state switch
            {
                State.Data => ReadData(rest),
                State.Comment => ReadTo(rest, "-->", State.Data),
                State.Doctype => ReadTo(rest, ">", State.Data),
                State.Value => ReadTo(rest, _quote == '"' ? "\"" : "'", State.Tag),
                _ => ReadTag(rest, index),
            };
        }
    }

    private int ReadData(ReadOnlySpan<char> rest)
    {
        var text = rest.IndexOf('<') is var tag && tag < 0 ? rest : rest[..tag];
        if (HtmlTag is not null && !text.Trim(HtmlAttribute.Space).IsEmpty)
        {
            _state = State.Stopped;
            return 0;
        }

        if (tag < 0)
        {
            return rest.Length;
        }

        var markup = rest[(tag + 1)..];
        if (markup.StartsWith("!--"))
        {
            _state = State.Comment;
            return tag + 3;
        }

        if (markup is ['!' or '?', ..])
        {
            _state = State.Doctype;
            HasDoctype |= markup.StartsWith("!doctype", StringComparison.OrdinalIgnoreCase);
            return tag + 2;
        }

        var length = markup.IndexOfAny(_afterName);
        var name = length < 0 ? markup : markup[..length];
        _isHead = name.Equals("head", StringComparison.OrdinalIgnoreCase);
        _state = (_isHead && HtmlTag is not null) || (name.Equals("html", StringComparison.OrdinalIgnoreCase) && HtmlTag is null)
            ? State.Tag
            : State.Stopped;
        return tag + 1 + name.Length;
    }

    private int ReadTag(ReadOnlySpan<char> rest, int start)
    {
        var index = rest.IndexOfAny('"', '\'', '>');
        if (index < 0)
        {
            return rest.Length;
        }

        if (rest[index] != '>')
        {
            _quote = rest[index];
            _state = State.Value;
            return index + 1;
        }

        var position = new HtmlPosition([.. _path], start + index + 1);
        if (_isHead)
        {
            HeadTag = position;
            _state = State.Stopped;
        }
        else
        {
            HtmlTag = position;
            _state = State.Data;
        }

        return index + 1;
    }

    private int ReadTo(ReadOnlySpan<char> rest, string end, State state)
    {
        var index = rest.IndexOf(end);
        if (index < 0)
        {
            return rest.Length;
        }

        _state = state;
        return index + end.Length;
    }
}
