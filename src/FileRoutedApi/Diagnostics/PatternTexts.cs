namespace FileRoutedApi.Diagnostics;

/// <summary>The reasons why a pattern of a matcher is not valid, for <see cref="ConfigTexts"/>.</summary>
internal static class PatternTexts
{
    public static string NoSlash() => "it does not start with '/'";

    public static string TooLong(int maximum) => $"it is longer than {maximum} characters";

    public static string Operator(char character, int position) =>
        $"the '{character}' at position {position} has no meaning there; "
        + $"write ':path*' for any number of segments, or '\\{character}' for the character itself";

    public static string NoParameterName(int position) => $"there is no name after the ':' at position {position}";

    public static string UnclosedGroup(int position) => $"the '(' at position {position} is not closed";

    public static string LookaheadRepeated() => "a lookahead must not be in a group that is optional or repeated";

    public static string LookaheadInAlternative() => "a lookahead must not be in one of several alternatives";

    public static string NotLinear() =>
        "it cannot be matched in linear time: it has a back reference, a lookbehind, an atomic group, a condition, or a lookahead "
        + "that is not at the beginning of a group after literal text";

    public static string NamedGroup() => "Groups with names, and lookbehinds, are not supported; name the parameter, such as ':id'";
}
