namespace FileRoutedApi.Diagnostics;

internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic NoGenerator(string file, int line, int column, string attribute, string root) =>
        Error("FRA2050", file, $"A source generator of the .NET SDK writes the code of '[{attribute}]', and there is no SDK in '{root}'. Install it, or write the code yourself.", line, column);

    public static RouteDiagnostic GeneratorNotLoaded(string file, string generator, string reason) =>
        Warning("FRA2051", file, $"The source generator '{generator}' of a package cannot be loaded: {reason.TrimEnd('.')}. Use another version of the package.");
}
