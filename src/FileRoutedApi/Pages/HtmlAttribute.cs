using System.Buffers;

namespace FileRoutedApi.Pages;

internal enum HtmlAttributeKind : byte
{
    Other,

    /// <summary>A URL, such as <c>href</c>.</summary>
    Url,

    /// <summary>Several URLs: <c>srcset</c>, <c>ping</c>.</summary>
    UrlList,

    /// <summary>A script, a style sheet or a document: encoding does not make text safe there.</summary>
    Code,

    /// <summary>The word <c>true</c> or <c>false</c>; the absent attribute has another meaning.</summary>
    TrueOrFalse,
}

/// <summary>The attributes whose values need more than encoding.</summary>
internal static class HtmlAttribute
{
    /// <summary>The white space of HTML.</summary>
    public const string Space = " \t\n\r\f";

    private static readonly SearchValues<char> _beforeName = SearchValues.Create(" \t\n\r\f/\"'<>=");

    private static readonly string[] _urls =
    [
        "action", "background", "cite", "codebase", "data", "formaction", "href", "longdesc", "manifest", "poster", "src", "xlink:href",
    ];

    private static readonly string[] _trueOrFalse = ["contenteditable", "draggable", "spellcheck", "writingsuggestions"];

    /// <summary>Returns the name of the attribute whose value begins with the quote at an index.</summary>
    public static ReadOnlySpan<char> NameBefore(string literal, int quote) =>
        NameAtEnd(literal.AsSpan(0, quote).TrimEnd(Space)[..^1].TrimEnd(Space));

    /// <summary>Returns the name at the end of a part of a tag.</summary>
    public static ReadOnlySpan<char> NameAtEnd(ReadOnlySpan<char> tag) => tag[(tag.LastIndexOfAny(_beforeName) + 1)..];

    public static HtmlAttributeKind KindOf(ReadOnlySpan<char> name) => name switch
    {
        ['o' or 'O', 'n' or 'N', _, ..] => HtmlAttributeKind.Code,
        ['a' or 'A', 'r' or 'R', 'i' or 'I', 'a' or 'A', '-', ..] => HtmlAttributeKind.TrueOrFalse,
        ['c' or 'C', 'l' or 'L', ..] or ['i' or 'I', 'd' or 'D'] => HtmlAttributeKind.Other,
        _ when Is(name, "srcset") || Is(name, "imagesrcset") || Is(name, "ping") => HtmlAttributeKind.UrlList,
        _ when Is(name, "style") || Is(name, "srcdoc") => HtmlAttributeKind.Code,
        _ when IsOneOf(name, _urls) => HtmlAttributeKind.Url,
        _ when IsOneOf(name, _trueOrFalse) => HtmlAttributeKind.TrueOrFalse,
        _ => HtmlAttributeKind.Other,
    };

    private static bool IsOneOf(ReadOnlySpan<char> name, string[] names)
    {
        foreach (var other in names)
        {
            if (Is(name, other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
