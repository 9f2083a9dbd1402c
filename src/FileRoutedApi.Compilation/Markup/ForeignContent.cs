namespace FileRoutedApi.Compilation.Markup;

/// <summary>
/// Tracks <c>&lt;svg&gt;</c> and <c>&lt;math&gt;</c>, in which tags have other rules than in HTML, and the elements of them whose content is HTML
/// again (WHATWG HTML section 13.2.6.5, tokens in foreign content).
/// </summary>
internal sealed class ForeignContent
{
    // Their content is HTML again.
    private static readonly HashSet<string> _integrationPoints =
        ["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"];

    // They have no content and no end tag.
    private static readonly HashSet<string> _void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    private readonly List<OpenElement> _open = [];

    private enum Kind
    {
        Foreign,
        IntegrationPoint,

        // An element of HTML inside of an integration point.
        Html,
    }

    /// <summary>Gets whether the current place is in foreign content.</summary>
    public bool IsCurrent => _open is [.., { Kind: Kind.Foreign }];

    public void Open(string element)
    {
        if (element is "svg" or "math")
        {
            _open.Add(new OpenElement(element, Kind.Foreign));
        }
        else if (IsCurrent)
        {
            if (_integrationPoints.Contains(element))
            {
                _open.Add(new OpenElement(element, Kind.IntegrationPoint));
            }
        }
        else if (_open.Count > 0 && !_void.Contains(element))
        {
            _open.Add(new OpenElement(element, Kind.Html));
        }
    }

    /// <summary>
    /// Closes an element. An end tag inside of an element of HTML closes nothing beyond the integration point: in
    /// <c>&lt;svg&gt;&lt;title&gt;&lt;b&gt;&lt;/svg&gt;</c> it is ignored.
    /// </summary>
    public void Close(string element)
    {
        var isHtml = false;
        var isBeyondPoint = false;
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var (name, kind) = _open[i];
            if (kind == Kind.Html ? isBeyondPoint : isHtml && kind == Kind.IntegrationPoint && name != element)
            {
                return;
            }

            isHtml |= kind == Kind.Html;
            if (name == element && (kind != Kind.Foreign || !isHtml))
            {
                _open.RemoveRange(i, _open.Count - i);
                return;
            }

            isBeyondPoint |= kind == Kind.IntegrationPoint;
        }
    }

    private readonly record struct OpenElement(string Name, Kind Kind);
}
