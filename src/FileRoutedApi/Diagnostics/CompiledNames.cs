using System.Text.RegularExpressions;

namespace FileRoutedApi.Diagnostics;

/// <summary>The names that the compiler sees for what stands in route files, and how users know them.</summary>
internal static partial class CompiledNames
{
    /// <summary>The namespace that holds those of all files. No namespace of a user's begins like this, so it hides none.</summary>
    public const string RootNamespace = "__routes";

    /// <summary>A text of the compiler's or the framework's without the namespaces that the user never wrote.</summary>
    public static string Shorten(string text) => ModuleNamespace().Replace(text, "");

    [GeneratedRegex(RootNamespace + @"\.\w+\.")]
    private static partial Regex ModuleNamespace();
}
