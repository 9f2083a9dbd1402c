namespace FileRoutedApi.Diagnostics;

/// <summary>The mistakes in <c>StaticParams</c>.</summary>
internal static class StaticParamsTexts
{
    public static string NoParameter() => "The URL has no parameter, so 'StaticParams' has no effect. Remove it.";

    public static string NotASequence(string type) =>
        $"'StaticParams' returns '{type}'. Return the values of the parameter, such as 'IEnumerable<string>', "
        + "or for several parameters a sequence of tuples.";

    public static string NoValue(string parameter) =>
        $"'StaticParams' returned an item without a value for '{parameter}'. Return a value for each parameter.";

    public static string Threw(string exception, string message) => $"'StaticParams' threw {exception}: {message}. Fix the cause.";

    public static string Null() => "'StaticParams' returned null. Return a sequence, which may be empty.";
}
