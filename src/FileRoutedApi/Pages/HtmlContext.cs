namespace FileRoutedApi.Pages;

/// <summary>Where a hole is. Only what decides how it is encoded.</summary>
internal enum HtmlPlace : byte
{
    Text,

    /// <summary>In a tag, but not in a quoted value.</summary>
    Tag,
    DoubleQuoted,
    SingleQuoted,

    /// <summary>In a <c>script</c> or <c>style</c> element, which has no encoding.</summary>
    Code,
    Comment,
}

/// <summary>
/// The place at the end of the literals so far. Each literal is scanned once, with vectorized searches. A literal between two elements, the
/// most frequent one, is recognized by its last character.
/// </summary>
internal struct HtmlContext
{
    private bool _isCodeTag;

    /// <summary>Gets or sets a value indicating whether the last literal was not scanned.</summary>
    public bool HasUnscanned { get; set; }

    /// <summary>Gets or sets a value indicating whether a bool was written as the whole value of an attribute so far.</summary>
    public bool IsAfterFlag { get; set; }

    public HtmlAttributeKind Attribute { get; private set; }

    public HtmlPlace Place { get; private set; }

    public readonly bool IsInValue => Place is HtmlPlace.DoubleQuoted or HtmlPlace.SingleQuoted;

    public readonly char Quote => Place == HtmlPlace.SingleQuoted ? '\'' : '"';

    /// <summary>Gets a value indicating whether encoded text cannot become markup or a script here.</summary>
    public readonly bool IsSafeForText =>
        Place is not (HtmlPlace.Tag or HtmlPlace.Code) && !(IsInValue && Attribute == HtmlAttributeKind.Code);

    /// <summary>Scans a literal.</summary>
    /// <returns>The index after the opening quote of a value that the literal begins and does not end; otherwise -1.</returns>
    public int Scan(string literal)
    {
        HasUnscanned = false;
        if (literal.Length == 0 || (Place == HtmlPlace.Text && literal[^1] == '>' && HasNoQuoteOrCode(literal)))
        {
            return -1;
        }

        var valueStart = -1;
        for (var index = 0; index >= 0 && index < literal.Length;)
        {
            index = Place switch
            {
                HtmlPlace.Text => SkipText(literal, index),
                HtmlPlace.Tag => SkipTag(literal, index),
                HtmlPlace.Code => SkipCode(literal, index),
                HtmlPlace.Comment => SkipTo(literal, index, "-->", HtmlPlace.Text),
                _ => SkipTo(literal, index, Place == HtmlPlace.SingleQuoted ? "'" : "\"", HtmlPlace.Tag),
            };
            valueStart = IsInValue && index >= 0 ? index : IsInValue ? valueStart : -1;
        }

        if (valueStart >= 0)
        {
            Attribute = HtmlAttribute.KindOf(HtmlAttribute.NameBefore(literal, valueStart - 1));
        }

        return valueStart;
    }

    private static bool HasNoQuoteOrCode(string literal) =>
        !literal.AsSpan().ContainsAny('"', '\'')
        && literal.LastIndexOf('<') is var tag && (tag < 0 || !IsCodeElement(literal, tag + 1));

    private int SkipText(string literal, int start)
    {
        var tag = literal.IndexOf('<', start);
        if (tag < 0)
        {
            return -1;
        }

        var next = tag + 1;
        if (literal.AsSpan(next).StartsWith("!--"))
        {
            Place = HtmlPlace.Comment;

            // '<!-->' is a complete comment.
            return next + 1;
        }

        var name = next < literal.Length && literal[next] == '/' ? next + 1 : next;
        if (name >= literal.Length || char.IsAsciiLetter(literal[name]))
        {
            Place = HtmlPlace.Tag;
            _isCodeTag = name == next && IsCodeElement(literal, name);
            return name;
        }

        if (literal[next] is '!' or '?' or '/')
        {
            // A doctype or a bogus comment.
            var end = literal.IndexOf('>', next);
            return end < 0 ? -1 : end + 1;
        }

        return next;
    }

    private int SkipTag(string literal, int start)
    {
        var found = literal.AsSpan(start).IndexOfAny('"', '\'', '>');
        if (found < 0)
        {
            return -1;
        }

        var index = start + found;
        if (literal[index] == '>')
        {
            Place = _isCodeTag ? HtmlPlace.Code : HtmlPlace.Text;
        }
        else if (literal.AsSpan(0, index).TrimEnd(HtmlAttribute.Space) is [.., '='])
        {
            Place = literal[index] == '"' ? HtmlPlace.DoubleQuoted : HtmlPlace.SingleQuoted;
        }

        return index + 1;
    }

    private int SkipCode(string literal, int start)
    {
        var end = literal.AsSpan(start).IndexOf("</");
        if (end < 0)
        {
            return -1;
        }

        var name = start + end + 2;
        if (IsCodeElement(literal, name))
        {
            Place = HtmlPlace.Tag;
            _isCodeTag = false;
        }

        return name;
    }

    private int SkipTo(string literal, int start, string end, HtmlPlace place)
    {
        var index = literal.IndexOf(end, start, StringComparison.Ordinal);
        if (index < 0)
        {
            return -1;
        }

        Place = place;
        return index + end.Length;
    }

    private static bool IsCodeElement(string literal, int name) =>
        literal.AsSpan(name) is ['s' or 'S', ..] rest
        && (rest.StartsWith("script", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("style", StringComparison.OrdinalIgnoreCase));
}
