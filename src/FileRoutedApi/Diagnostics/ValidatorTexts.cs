namespace FileRoutedApi.Diagnostics;

/// <summary>The reasons of FRA2018: why a validator cannot be created.</summary>
internal static class ValidatorTexts
{
    public static string NeedsValidator(string parameter) =>
        $"its constructor needs the validator '{parameter}', and validators are not services. "
        + "Create that one in the constructor with 'new'";

    public static string NeedsService(string type, string parameter) =>
        $"its constructor needs '{type} {parameter}', which is not registered as a service";
}
