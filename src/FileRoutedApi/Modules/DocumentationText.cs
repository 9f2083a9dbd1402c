using System.Xml;
using System.Xml.Linq;

namespace FileRoutedApi.Modules;

/// <summary>Reads documentation comments.</summary>
internal static class DocumentationText
{
    /// <summary>Parses a comment. Returns an empty element if the comment is missing or not well-formed.</summary>
    public static XElement Parse(string? comment)
    {
        try
        {
            return XElement.Parse($"<member>{comment}</member>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return new XElement("member");
        }
    }

    /// <summary>
    /// Returns the text of an element with collapsed white space, or null if it is empty. A reference becomes the last part of its name.
    /// </summary>
    public static string? Of(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var words = string.Concat(element.Nodes().Select(TextOf)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    // The simple name, without parameters and type parameters.
    private static string NameOf(string reference)
    {
        var name = reference.Split('(', '`', '{')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "para" or "br" or "item" or "list" or "code" or "term" or "description" } paragraph => $" {Of(paragraph)} ",
        XElement element when (string?)element.Attribute("cref") is { } cref && element.IsEmpty => NameOf(cref),
        XElement element when element.IsEmpty => (string?)element.Attribute("langword") ?? (string?)element.Attribute("name") ?? (string?)element.Attribute("href") ?? "",
        XElement element => Of(element) ?? "",
        _ => "",
    };
}
