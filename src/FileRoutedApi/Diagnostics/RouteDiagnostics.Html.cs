namespace FileRoutedApi.Diagnostics;

/// <content>FRA206x: holes of <see cref="Html"/>.</content>
internal static partial class RouteDiagnostics
{
    /// <param name="isJson">Whether the element contains JSON.</param>
    public static RouteDiagnostic HoleInScript(string? file, int line, int column, bool isJson) => Error(
        DiagnosticIds.FRA2060_HoleInScript, file,
        isJson
            ? "The value is encoded as HTML, which is not valid in JSON. Write 'Html.Json(value)'."
            : "The value would become a part of the script, where encoding does not protect. Write it into an attribute, such as "
                + "'data-value=\"{value}\"', or into '<script type=\"application/json\">{Html.Json(value)}</script>', and read it there.",
        line, column);

    /// <param name="isElement">Whether the hole is in a <c>&lt;style&gt;</c> element; otherwise it is in an attribute.</param>
    public static RouteDiagnostic HoleInStyle(string? file, int line, int column, bool isElement) => Error(
        DiagnosticIds.FRA2061_HoleInStyle, file,
        isElement
            ? "The value would become a part of the style sheet, where encoding does not protect. Use a class, or set a number in the "
                + "attribute 'style' of an element, such as 'style=\"--width: {width}px\"'."
            : "The value would become a part of the style, where encoding does not protect. Only numbers are allowed here. "
                + "Use a class, or 'Html.If' or 'Html.Raw' with text that does not come from a user.",
        line, column);

    public static RouteDiagnostic HoleInComment(string? file, int line, int column) => Error(
        DiagnosticIds.FRA2062_HoleInComment, file,
        "A comment, '<!DOCTYPE>', '<?...>' or '<![CDATA[...]]>' cannot contain a value. "
        + "Move the value out of it, or remove the comment.",
        line, column);

    /// <param name="reason">One of <see cref="HtmlTexts"/>.</param>
    public static RouteDiagnostic HoleInName(string? file, int line, int column, string reason) =>
        Error(DiagnosticIds.FRA2063_HoleInName, file, reason, line, column);

    public static RouteDiagnostic HoleInUnquotedValue(string? file, int line, int column, string attribute, string hole) => Error(
        DiagnosticIds.FRA2064_HoleInUnquotedValue, file,
        $"The value of the attribute '{attribute}' has no quotes, so a space in it would begin another attribute. "
        + $"Put quotes around the value, as in '{attribute}=\"{hole}\"'.",
        line, column);

    public static RouteDiagnostic HoleInExecutedAttribute(string? file, int line, int column, string attribute) => Error(
        DiagnosticIds.FRA2065_HoleInExecutedAttribute, file,
        attribute == "srcdoc"
            ? "The attribute 'srcdoc' is parsed as a document, in which the encoded value is markup again. "
                + "Use 'src' with a route of its own."
            : $"The attribute '{attribute}' is a script, in which encoding does not protect. Write the value into an attribute such as "
                + "'data-value=\"{value}\"', and read it in the script.",
        line, column);

    /// <param name="fix">One of <see cref="HtmlTexts"/>.</param>
    public static RouteDiagnostic StringWithMarkup(string? file, int line, int column, string fix) => Error(
        DiagnosticIds.FRA2066_StringWithMarkup, file, $"This text is a string, so its tags would be encoded and shown as text. {fix}",
        line, column);

    public static RouteDiagnostic HoleWithoutValue(string? file, int line, int column, string type, bool isTask) => Error(
        DiagnosticIds.FRA2067_HoleWithoutValue, file,
        $"The value is a '{type}', not its result. " + (isTask ? "Write 'await' before it." : "Call the function, as in '{name()}'."),
        line, column);

    /// <param name="place">One of <see cref="HtmlTexts"/>.</param>
    public static RouteDiagnostic UnfinishedFragment(string? file, int line, int column, string place) => Error(
        DiagnosticIds.FRA2068_UnfinishedFragment, file,
        $"The text ends inside of {place}, so the places of the values after it are unknown. "
        + "Write the whole of it in one interpolated string; write '&lt;' for the character itself.",
        line, column);

    /// <param name="reason">One of <see cref="HtmlTexts"/>.</param>
    public static RouteDiagnostic StringForHtml(string? file, int line, int column, string reason) =>
        Error(DiagnosticIds.FRA2069_StringForHtml, file, reason, line, column);
}
