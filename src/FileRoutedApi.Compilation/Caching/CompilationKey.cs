using System.Globalization;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>
/// Builds a key from the compiler, the generators, and everything that code is compiled against. Files compiled with the same key need not
/// be compiled again.
/// </summary>
internal static class CompilationKey
{
    /// <param name="references">Assemblies besides those of the host.</param>
    public static string Of(ApplicationInputs inputs, IEnumerable<string> references, GeneratorFiles generators, bool debug)
    {
        var key = new StringBuilder()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"{typeof(CompilationKey).Module.ModuleVersionId} {typeof(RouteModuleBuilder).Module.ModuleVersionId} {Environment.Version} {debug}")
            .AppendLine(CultureInfo.InvariantCulture, $"{generators.Key} {inputs.AllowsUnsafe}")

            // Included, because the symbols contain the absolute paths of the files.
            .AppendLine(inputs.Folder.Root);
        foreach (var file in ReferenceFiles.All.Concat(references).Concat(Compiler))
        {
            var info = new FileInfo(file);
            key.AppendLine(CultureInfo.InvariantCulture, $"{file} {(info.Exists ? info.Length : 0)} {info.LastWriteTimeUtc.Ticks}");
        }

        foreach (var file in inputs.Shared)
        {
            key.AppendLine(CultureInfo.InvariantCulture, $"{file.Path} {file.Hash}");
        }

        return key.ToString();
    }

    // Found by name, because using an assembly of the compiler would load it.
    private static IEnumerable<string> Compiler => ReferenceFiles.Host
        .Where(file => file.Key.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(file => file.Value)
        .Order(StringComparer.Ordinal);
}
