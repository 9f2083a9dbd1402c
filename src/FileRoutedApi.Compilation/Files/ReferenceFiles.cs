namespace FileRoutedApi.Compilation.Files;

/// <summary>The assemblies that route files are compiled against: those of the framework, of this library and of the application.</summary>
internal static class ReferenceFiles
{
    // A handler must not depend on the compiler, because a built folder does not have it.
    private static readonly string[] _hidden = ["FileRoutedApi.Compilation", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"];

    private static readonly Lazy<IReadOnlyList<string>> _all = new(Find);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> _host = new(() => Trusted
        .DistinctBy(Path.GetFileName)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Gets the files to compile against: the reference assemblies in <c>refs/</c> if the application has them, because they need less than
    /// half the memory, otherwise the assemblies it runs on; in both cases the assemblies of the application itself.
    /// </summary>
    public static IReadOnlyList<string> All => _all.Value;

    /// <summary>Gets the files of the assemblies that the application runs on, by name.</summary>
    public static IReadOnlyDictionary<string, string> Host => _host.Value;

    private static string[] Trusted => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Returns true for an assembly of the compiler. Route files do not see it, and a package may bring another version of it.
    /// </summary>
    public static bool IsHidden(string name) => _hidden.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns true if a file is in the directory of the application, and so not one of the framework.</summary>
    public static bool IsOfApplication(string file) =>
        Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static IReadOnlyList<string> Find()
    {
        var baseDirectory = AppContext.BaseDirectory;
        var references = Path.Combine(baseDirectory, "refs");
        var trusted = Trusted;
        IEnumerable<string> files = Directory.Exists(references)
            ? [.. Directory.GetFiles(references, "*.dll"), .. trusted.Where(IsOfApplication)]
            : trusted;
        return [.. files.DistinctBy(Path.GetFileName).Where(file => !IsHidden(Path.GetFileNameWithoutExtension(file)))];
    }
}
