using System.Text.RegularExpressions;

namespace FileRoutedApi.Diagnostics;

/// <summary>Translates the names that the compiler gives to the contents of route files into the names that users wrote.</summary>
internal static partial class CompiledNames
{
    /// <summary>The root of the namespaces of all route files. Users do not write such a name, so it hides none of theirs.</summary>
    public const string RootNamespace = "__routes";

    /// <summary>Removes the generated namespaces from a text of the compiler or the framework.</summary>
    public static string Shorten(string text) => ModuleNamespace().Replace(text, "");

    /// <summary>
    /// Returns the name that a method of a stack trace has in the file. A top-level function is compiled to a local function of its module.
    /// </summary>
    public static string ShortenMethod(string text)
    {
        var method = Lambda().Replace(LocalFunction().Replace(Shorten(text), "$1"), "lambda");
        return method.StartsWith("__Module.", StringComparison.Ordinal) ? "top-level statements" : method;
    }

    /// <summary>
    /// Returns a type in a message of the framework as C# writes it, without namespaces: <c>IOptions&lt;MailOptions&gt;</c> for
    /// <c>Microsoft.Extensions.Options.IOptions`1[MailOptions]</c>.
    /// </summary>
    public static string ShortenType(string text)
    {
        var name = Namespaces().Replace(Shorten(text), "").Replace('+', '.');
        return name.Contains('`', StringComparison.Ordinal)
            ? ArgumentSeparator().Replace(ClosingBracket().Replace(OpeningBracket().Replace(name, "<"), ">"), ", ")
            : name;
    }

    [GeneratedRegex(RootNamespace + @"\.\w+\.")]
    private static partial Regex ModuleNamespace();

    [GeneratedRegex(@"__Module\.(?:<>c[\w]*\.)?<\w+>g__(\w+)\|[\w]+")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"__Module\.(?:<>c[\w]*\.)?<\w+>b__\w+")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"(?:\w+\.)+(?=\w)")]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"`\d+\[")]
    private static partial Regex OpeningBracket();

    // Not that of an array.
    [GeneratedRegex(@"(?<![\[,])\]")]
    private static partial Regex ClosingBracket();

    [GeneratedRegex(@",(?=\w)")]
    private static partial Regex ArgumentSeparator();
}
