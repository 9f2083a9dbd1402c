using System.Globalization;
using System.IO.Hashing;
using System.Reflection;
using System.Text;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Modules;

/// <summary>The names in compiled route files. The code that generates a module and the code that loads it both use them.</summary>
internal static class ModuleNames
{
    /// <summary>
    /// The name of every assembly of route files. All have the same name, because the shared code grants this name access with
    /// <c>InternalsVisibleTo</c>.
    /// </summary>
    public const string Routes = "FileRoutedApi.Routes";

    /// <summary>The name of the assembly of the shared code.</summary>
    public const string Shared = $"{Routes}.Shared";

    /// <summary>The name of the assembly of the start-up file.</summary>
    public const string Startup = $"{Routes}.Startup";

    public const string Class = "__Module";
    public const string Method = "LoadAsync";

    /// <summary>Returns the namespace of the module of a file. It depends on the path only.</summary>
    public static string NamespaceOf(string path)
    {
        var readable = string.Concat(path.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        var hash = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(path)).ToString("x8", CultureInfo.InvariantCulture);
        return $"{CompiledNames.RootNamespace}.{readable}_{hash}";
    }

    /// <summary>Returns a delegate that loads the module of a file from its assembly.</summary>
    public static TDelegate LoaderOf<TDelegate>(Assembly assembly, string path)
        where TDelegate : Delegate => assembly
        .GetType($"{NamespaceOf(path)}.{Class}", throwOnError: true)!
        .GetMethod(Method)!
        .CreateDelegate<TDelegate>();
}
