using System.Globalization;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>
/// Builds the key of everything that code is compiled against and with. Code with the same key can be used without compiling it.
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

            // The symbols have the absolute paths of the files.
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

    // Found by their names, because asking an assembly would load the compiler.
    private static IEnumerable<string> Compiler => ReferenceFiles.Host
        .Where(file => file.Key.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(file => file.Value)
        .Order(StringComparer.Ordinal);
}
