namespace FileRoutedApi.Host.Building;

/// <summary>A start tag of an HTML document.</summary>
/// <param name="Name">The name of the element, in lower case.</param>
/// <param name="NameEnd">The index in the document after the name.</param>
internal sealed record HtmlTag(string Name, int NameEnd)
{
    /// <summary>Gets the attributes that have a value, in their order. Of several with one name, browsers use the first.</summary>
    public List<HtmlTagAttribute> Attributes { get; } = [];

    /// <summary>Gets or sets whether a slash comes before the end of the tag.</summary>
    public bool IsSelfClosing { get; set; }
}

/// <summary>An attribute with its value.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Start">The index of the value in the document, without its quotes.</param>
/// <param name="Length">The length of the value.</param>
internal readonly record struct HtmlTagAttribute(string Name, int Start, int Length);
