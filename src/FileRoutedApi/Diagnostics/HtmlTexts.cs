namespace FileRoutedApi.Diagnostics;

/// <summary>Parts of the texts of FRA2060 to FRA2069, which are about <see cref="Html"/>.</summary>
internal static class HtmlTexts
{
    // FRA2063: the name of a tag or an attribute.

    public const string TagName =
        "The name of a tag cannot be a value. Write the tags themselves and choose between them with 'switch' or 'Html.If'; "
        + "write '&lt;' for the character '<'.";

    public const string EndTagName = "The attributes and the name of an end tag cannot be a value. Write the name.";

    /// <param name="hole">The hole with its braces.</param>
    /// <param name="attribute">The attribute that the value probably means.</param>
    public static string AttributeName(string hole, string attribute) =>
        $"The name of an attribute cannot be a value. Write the name and make its value a 'bool', as in '{attribute}=\"{hole}\"': "
        + "the attribute is present if it is true.";

    // FRA2066: a string with markup.

    public const string UseEach = "Write 'Html.Each(items, item => $\"...\")' instead of 'Select' and 'string.Join'.";
    public const string UseIf = "Write 'Html.If(condition, $\"...\", $\"...\")'.";
    public const string UseHtml = "Make it 'Html', as in '(Html)$\"...\"', or write 'Html.Raw(text)' if no part of it comes from a user.";

    /// <param name="name">The variable or function whose type is a string.</param>
    public static string DeclareHtml(string name) => $"Declare '{name}' with the type 'Html' instead of 'string' or 'var'.";

    // FRA2068: where a fragment ends.

    public const string Comment = "a comment";

    public static string Tag(string element) => element.Length == 0 ? "a tag" : $"the tag '<{element}>'";

    public static string Value(string attribute) => $"the value of the attribute '{attribute}'";

    public static string Content(string element) => $"the element '<{element}>'";

    // FRA2069: a string where Html is expected.

    public const string NoDollar = "A string is not 'Html'. Write '$' before the quotes.";

    public const string BothStrings =
        "Both results of '?:' are strings here, because the compiler determines their common type first. "
        + "Write 'Html.If(condition, $\"...\", $\"...\")', or make one of them 'Html': '(Html)$\"...\"'.";

    public const string Coalesced =
        "The result of '??' is a string here. Write '$' before the text on the right; "
        + "if the left side is a string, encode it in one text: '$\"{left ?? \"...\"}\"'.";

    public const string Concatenated =
        "Strings are concatenated here. Write one interpolated string that contains both parts, as in '$\"{first}{second}\"'.";

    public const string Strings = "A sequence of strings is not 'Html'. Write 'Html.Each(items, item => $\"...\")'.";

    public static string Unencoded(string expression) =>
        $"'{expression}' is a string, which is not 'Html'. Write '$\"{{{expression}}}\"', which encodes it; "
        + "only HTML that does not come from a user belongs in 'Html.Raw'.";
}
