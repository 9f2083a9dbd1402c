namespace FileRoutedApi.Diagnostics;

/// <summary>The mistakes in <c>StaticParams</c>.</summary>
internal static class StaticParamsTexts
{
    public static string NoParameter() => "The URL of the page has no parameter, so 'StaticParams' has no effect. Remove it.";

    public static string NotASequence(string type) =>
        $"'StaticParams' returns '{type}'. Return the values of the parameter, such as 'IEnumerable<string>', "
        + "or for several parameters a sequence of tuples.";

    public static string NoValue(string parameter) => $"'StaticParams' returned an item without a value for '{parameter}'.";
}
