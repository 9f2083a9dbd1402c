namespace FileRoutedApi.Compilation.Markup;

/// <summary>Tracks <c>&lt;svg&gt;</c> and <c>&lt;math&gt;</c>, in which tags have other rules than in HTML.</summary>
internal sealed class ForeignContent
{
    // Their content is HTML again.
    private static readonly HashSet<string> _integrationPoints =
        ["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"];

    private readonly List<string> _open = [];

    /// <summary>Gets whether the current place is in foreign content.</summary>
    public bool IsCurrent => _open is [.., "svg" or "math"];

    public void Open(string element)
    {
        if (element is "svg" or "math" || (IsCurrent && _integrationPoints.Contains(element)))
        {
            _open.Add(element);
        }
    }

    public void Close(string element)
    {
        if (_open.LastIndexOf(element) is >= 0 and var index)
        {
            _open.RemoveRange(index, _open.Count - index);
        }
    }
}
