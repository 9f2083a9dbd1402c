using System.Globalization;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>What stands for everything that code is compiled against and with.</summary>
internal static class CompilationKey
{
    /// <param name="references">Assemblies besides those of the host.</param>
    public static string Of(ApplicationInputs inputs, IEnumerable<string> references, GeneratorFiles generators, bool debug)
    {
        var key = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{typeof(CompilationKey).Module.ModuleVersionId} {typeof(RouteModuleBuilder).Module.ModuleVersionId} {Environment.Version} {debug}")

            .AppendLine(CultureInfo.InvariantCulture, $"{generators.Key} {inputs.AllowsUnsafe}")

            // The symbols name the files where they are.
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

    // By name: to ask an assembly itself is to load it.
    private static IEnumerable<string> Compiler => ReferenceFiles.Host
        .Where(file => file.Key.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(file => file.Value)
        .Order(StringComparer.Ordinal);
}
