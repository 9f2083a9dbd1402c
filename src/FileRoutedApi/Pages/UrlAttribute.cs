namespace FileRoutedApi.Pages;

/// <summary>
/// The value of a URL attribute while it is appended. The holes and literals of one URL are checked together, because <c>{a}{b}</c> can
/// form a scheme that neither of them has.
/// </summary>
internal sealed class UrlAttribute(string name, bool isList)
{
    // '#' is what replaces a hole. The rest of the URL is then a fragment.
    private const string Replaced = "#";

    private string _text = "";
    private UrlSafety _safety;

    public string Name => name;

    /// <summary>Gets the scheme of the URL that was blocked last.</summary>
    public string Scheme { get; private set; } = "";

    /// <summary>Gets the index of the segment of the first hole of the current URL, or -1.</summary>
    public int FirstHole { get; private set; } = -1;

    /// <summary>Gets a value indicating whether the rest of the value needs no check.</summary>
    public bool IsDecided => _safety == UrlSafety.Safe && !isList;

    /// <summary>Appends a literal part.</summary>
    /// <returns>False if the literal completes a scheme that is not allowed. The first hole must then be replaced.</returns>
    public bool AppendLiteral(ReadOnlySpan<char> literal)
    {
        var text = literal.Contains('&') ? CharacterReferences.Decode(literal.ToString()) : literal;
        var isAllowed = true;
        foreach (var range in Parts(text))
        {
            if (range.Start.Value > 0)
            {
                BeginUrl();
            }

            isAllowed &= AppendLiteralPart(text[range]);
        }

        return isAllowed;
    }

    /// <summary>Appends a hole.</summary>
    /// <param name="value">The text before it is encoded.</param>
    /// <param name="index">The index of its segment.</param>
    /// <returns>False if the hole must be replaced with <c>#</c>.</returns>
    public bool AppendHole(ReadOnlySpan<char> value, int index)
    {
        foreach (var range in Parts(value))
        {
            if (range.Start.Value > 0)
            {
                BeginUrl();
            }

            if (!AppendHolePart(value[range], index))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Records that the current hole was replaced without being read.</summary>
    public void Replace() => (_text, _safety) = (Replaced, _safety == UrlSafety.Blocked ? UrlSafety.Blocked : UrlSafety.Safe);

    private bool AppendLiteralPart(ReadOnlySpan<char> text)
    {
        if (_safety != UrlSafety.Undecided)
        {
            return true;
        }

        Append(text);
        if (_safety != UrlSafety.Blocked)
        {
            return true;
        }

        if (FirstHole >= 0)
        {
            Replace();
            _safety = UrlSafety.Safe;
            return false;
        }

        _safety = UrlScheme.AllowsHole(Scheme, _text) ? UrlSafety.Safe : UrlSafety.Blocked;
        return true;
    }

    private bool AppendHolePart(ReadOnlySpan<char> text, int index)
    {
        if (_safety == UrlSafety.Blocked)
        {
            return false;
        }

        if (_safety == UrlSafety.Safe)
        {
            return true;
        }

        FirstHole = FirstHole < 0 ? index : FirstHole;
        Append(text);
        if (_safety != UrlSafety.Blocked)
        {
            return true;
        }

        _safety = UrlSafety.Safe;
        Replace();
        return false;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        _text = string.Concat(_text, text);
        _safety = UrlScheme.Check(_text, out var scheme);
        Scheme = scheme;
    }

    private void BeginUrl() => (_text, _safety, FirstHole) = ("", UrlSafety.Undecided, -1);

    private List<Range> Parts(ReadOnlySpan<char> text)
    {
        var parts = new List<Range>();
        var start = 0;
        for (var index = 0; isList && index < text.Length; index++)
        {
            if (text[index] is ' ' or '\t' or '\n' or '\r' or '\f' or ',')
            {
                parts.Add(start..index);
                start = index + 1;
            }
        }

        parts.Add(start..text.Length);
        return parts;
    }
}
