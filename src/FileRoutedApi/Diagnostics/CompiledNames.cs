using System.Text.RegularExpressions;

namespace FileRoutedApi.Diagnostics;

/// <summary>The names that the compiler sees for what stands in route files, and how users know them.</summary>
internal static partial class CompiledNames
{
    /// <summary>The namespace that holds those of all files. No namespace of a user's begins like this, so it hides none.</summary>
    public const string RootNamespace = "__routes";

    /// <summary>A text of the compiler's or the framework's without the namespaces that the user never wrote.</summary>
    public static string Shorten(string text) => ModuleNamespace().Replace(text, "");

    /// <summary>A method of a stack trace as it stands in the file: a top-level function is a local function of its module.</summary>
    public static string ShortenMethod(string text)
    {
        var method = Lambda().Replace(LocalFunction().Replace(Shorten(text), "$1"), "lambda");
        return method.StartsWith("__Module.", StringComparison.Ordinal) ? "top-level statements" : method;
    }

    [GeneratedRegex(RootNamespace + @"\.\w+\.")]
    private static partial Regex ModuleNamespace();

    [GeneratedRegex(@"__Module\.(?:<>c[\w]*\.)?<\w+>g__(\w+)\|[\w]+")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"__Module\.(?:<>c[\w]*\.)?<\w+>b__\w+")]
    private static partial Regex Lambda();
}
