using System.Globalization;
using System.IO.Hashing;
using System.Reflection;
using System.Text;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Modules;

/// <summary>What a wrapped file is called, for those who write it and those who look for it.</summary>
internal static class ModuleNames
{
    /// <summary>The name of each assembly of route files. All have the same, which is the one that the shared code is visible to.</summary>
    public const string Routes = "FileRoutedApi.Routes";

    /// <summary>The name of the assembly of the shared code.</summary>
    public const string Shared = $"{Routes}.Shared";

    /// <summary>The name of the assembly of the start-up file.</summary>
    public const string Startup = $"{Routes}.Startup";

    public const string Class = "__Module";
    public const string Method = "LoadAsync";

    /// <summary>The namespace of the module of a file; the same for the same path.</summary>
    public static string NamespaceOf(string path)
    {
        var readable = string.Concat(path.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        var hash = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(path)).ToString("x8", CultureInfo.InvariantCulture);
        return $"{CompiledNames.RootNamespace}.{readable}_{hash}";
    }

    /// <summary>What loads the module of a file, from the assembly that holds it.</summary>
    public static TDelegate LoaderOf<TDelegate>(Assembly assembly, string path)
        where TDelegate : Delegate => assembly
        .GetType($"{NamespaceOf(path)}.{Class}", throwOnError: true)!
        .GetMethod(Method)!
        .CreateDelegate<TDelegate>();
}
