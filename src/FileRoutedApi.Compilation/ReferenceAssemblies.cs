using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation;

/// <summary>What route files are compiled against: the framework, this library and the application around it.</summary>
internal static class ReferenceAssemblies
{
    // The compiler's own assemblies are nothing that a handler should lean on: a built folder has none of them.
    private static readonly string[] _hidden = ["FileRoutedApi.Compilation", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> _resolved = new(Resolve);

    /// <summary>
    /// The reference assemblies in <c>refs/</c> where the application has them (they need less than half the memory),
    /// otherwise those it runs on; and in both cases the assemblies of the application itself.
    /// </summary>
    public static IReadOnlyList<MetadataReference> All => _resolved.Value;

    private static IReadOnlyList<MetadataReference> Resolve()
    {
        var baseDirectory = AppContext.BaseDirectory;
        var references = Path.Combine(baseDirectory, "refs");
        var loaded = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var files = Directory.Exists(references)
            ? [.. Directory.GetFiles(references, "*.dll"), .. loaded.Where(file => Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(baseDirectory))]
            : loaded;
        return
        [
            .. files
                .DistinctBy(Path.GetFileName)
                .Where(file => !_hidden.Contains(Path.GetFileNameWithoutExtension(file)))
                .Select(file => MetadataReference.CreateFromFile(file)),
        ];
    }
}
