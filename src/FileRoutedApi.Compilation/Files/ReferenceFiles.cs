namespace FileRoutedApi.Compilation.Files;

/// <summary>What route files are compiled against: the framework, this library and the application around it.</summary>
internal static class ReferenceFiles
{
    // The compiler's own assemblies are nothing that a handler should lean on: a built folder has none of them.
    private static readonly string[] _hidden = ["FileRoutedApi.Compilation", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"];

    private static readonly Lazy<IReadOnlyList<string>> _all = new(Find);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> _host = new(() => Loaded
        .DistinctBy(Path.GetFileName)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// The reference assemblies in <c>refs/</c> where the application has them (they need less than half the memory),
    /// otherwise those it runs on; and in both cases the assemblies of the application itself.
    /// </summary>
    public static IReadOnlyList<string> All => _all.Value;

    /// <summary>The files of the assemblies that the application runs on, by name.</summary>
    public static IReadOnlyDictionary<string, string> Host => _host.Value;

    private static string[] Loaded => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether an assembly belongs to the compiler: route files do not see it, and may have their own from a package.</summary>
    public static bool IsHidden(string name) => _hidden.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file lies beside the application, and is not one of the framework.</summary>
    public static bool IsOfApplication(string file) => Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static IReadOnlyList<string> Find()
    {
        var baseDirectory = AppContext.BaseDirectory;
        var references = Path.Combine(baseDirectory, "refs");
        var loaded = Loaded;
        IEnumerable<string> files = Directory.Exists(references)
            ? [.. Directory.GetFiles(references, "*.dll"), .. loaded.Where(IsOfApplication)]
            : loaded;
        return [.. files.DistinctBy(Path.GetFileName).Where(file => !IsHidden(Path.GetFileNameWithoutExtension(file)))];
    }
}
