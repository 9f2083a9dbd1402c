namespace FileRoutedApi.Compilation.Markup;

/// <summary>Where in an HTML document a hole is.</summary>
internal enum HolePlaceKind
{
    /// <summary>Between tags, or in an element whose content is text, such as <c>&lt;title&gt;</c>.</summary>
    Text,

    /// <summary>In a quoted attribute value.</summary>
    QuotedValue,

    /// <summary>In an attribute value without quotes.</summary>
    UnquotedValue,

    /// <summary>In a tag, where an attribute name is expected.</summary>
    AttributeName,

    /// <summary>In the name of a tag, or directly after <c>&lt;</c>.</summary>
    TagName,

    /// <summary>In a comment, a <c>&lt;!DOCTYPE&gt;</c>, a processing instruction or a CDATA section.</summary>
    Comment,

    /// <summary>In the content of a <c>&lt;script&gt;</c>.</summary>
    Script,

    /// <summary>In the content of a <c>&lt;style&gt;</c>.</summary>
    Style,
}

/// <summary>A place in an HTML document.</summary>
/// <param name="Element">The name of the current tag, in lower case. In text of an element, that element.</param>
/// <param name="Attribute">The name of the current attribute, in lower case.</param>
/// <param name="IsJson">True if the place is in a <c>&lt;script&gt;</c> whose type is a type of JSON.</param>
internal readonly record struct HolePlace(HolePlaceKind Kind, string Element = "", string Attribute = "", bool IsJson = false);
