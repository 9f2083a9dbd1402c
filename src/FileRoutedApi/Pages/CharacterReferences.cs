using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Pages;

/// <summary>Decodes the value of an attribute, as far as it matters for the scheme of a URL.</summary>
internal static partial class CharacterReferences
{
    /// <summary>
    /// Decodes character references. Unlike <see cref="WebUtility.HtmlDecode(string)"/>, this knows numeric references without a semicolon
    /// and the names of characters that can be in or before a scheme.
    /// </summary>
    public static string Decode(string html) =>
        html.Contains('&') ? WebUtility.HtmlDecode(Reference().Replace(html, CharacterOf)) : html;

    private static string CharacterOf(Match reference) => reference.ValueSpan[1..].TrimEnd(';') switch
    {
        "Tab" or "NewLine" => "\n",
        "colon" => ":",
        ['#', 'x' or 'X', .. var number] => CharacterOf(number, NumberStyles.AllowHexSpecifier),
        ['#', .. var number] => CharacterOf(number, NumberStyles.None),
        _ => reference.Value,
    };

    // '&' stays encoded, because the text is decoded once more.
    private static string CharacterOf(ReadOnlySpan<char> number, NumberStyles style) =>
        int.TryParse(number, style, CultureInfo.InvariantCulture, out var code) && code is > 0 and < 0x80
            ? code == '&' ? "&amp;" : ((char)code).ToString()
            : "\uFFFD";

    [GeneratedRegex("&(?:#[xX][0-9a-fA-F]+|#[0-9]+|Tab|NewLine|colon);?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
