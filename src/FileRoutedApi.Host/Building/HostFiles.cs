using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyModel;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// The files of this host that a built folder needs: those in its list of dependencies, without the compiler.
/// </summary>
internal static class HostFiles
{
    private const string Name = "FileRoutedApi.Host";

    /// <summary>The file to run.</summary>
    public const string Host = $"{Name}.dll";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Gets whether this host was compiled for debugging.</summary>
    public static bool IsDebugBuild { get; } = typeof(HostFiles).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true;

    private static string Folder => Path.GetDirectoryName(typeof(HostFiles).Assembly.Location)!;

    /// <summary>Copies the files, and writes a list of dependencies that names exactly them.</summary>
    /// <param name="needed">
    /// Further files that are in the folder already, as their original paths. A newer copy of a host's file replaces it.
    /// </param>
    /// <param name="built">The names of the assemblies that were built.</param>
    public static void CopyTo(string folder, IReadOnlyList<string> needed, IReadOnlyList<string> built)
    {
        var context = ReadDependencies();
        var replaced = needed.Select(file => Path.GetFileName(file)).ToHashSet();
        var libraries = context.RuntimeLibraries
            .Where(library => !IsOfCompiler(library.Name))
            .Select(library => Copy(library, AssetsWithout(replaced, library), library.Dependencies))
            .Where(library => library.RuntimeAssemblyGroups.GetDefaultAssets().Any())
            .ToList();
        var names = libraries.Select(library => library.Name).ToHashSet();
        libraries = [.. libraries.Select(library =>
            Copy(library, library.RuntimeAssemblyGroups, [.. library.Dependencies.Where(dependency => names.Contains(dependency.Name))]))];
        foreach (var asset in libraries.SelectMany(library => library.RuntimeAssemblyGroups.GetDefaultAssets()))
        {
            Copy(Path.Combine(Folder, Path.GetFileName(asset)), folder);
        }

        foreach (var file in new[] { $"{Name}.pdb", "FileRoutedApi.pdb" })
        {
            Copy(Path.Combine(Folder, file), folder);
        }

        WriteRuntimeSettings(folder);

        libraries.AddRange(needed
            .GroupBy(PackageOf)
            .OrderBy(package => $"{package.Key.Name}/{package.Key.Version}", StringComparer.Ordinal)
            .Select(package => Create("package", package.Key.Name, package.Key.Version, package)));
        libraries.Add(Create("project", "FileRoutedApi.Routes", "1.0.0", built.Select(name => $"{name}.dll")));
        using var stream = File.Create(Path.Combine(folder, $"{Name}.deps.json"));
        new DependencyContextWriter().Write(
            new DependencyContext(context.Target, CompilationOptions.Default, [], libraries, context.RuntimeGraph), stream);
    }

    /// <summary>Copies a file if it exists.</summary>
    public static void Copy(string file, string folder)
    {
        if (File.Exists(file))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    // This host runs without tiered PGO because of the compiler. A server is faster with it.
    private static void WriteRuntimeSettings(string folder)
    {
        const string file = $"{Name}.runtimeconfig.json";
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
        settings["runtimeOptions"]!["configProperties"]?.AsObject().Remove("System.Runtime.TieredPGO");
        File.WriteAllText(Path.Combine(folder, file), settings.ToJsonString(_indented));
    }

    private static DependencyContext ReadDependencies()
    {
        using var stream = File.OpenRead(Path.Combine(Folder, $"{Name}.deps.json"));
        using var reader = new DependencyContextJsonReader();
        return reader.Read(stream);
    }

    private static IReadOnlyList<RuntimeAssetGroup> AssetsWithout(HashSet<string> replaced, RuntimeLibrary library) =>
    [
        .. library.RuntimeAssemblyGroups.Select(group => new RuntimeAssetGroup(
            group.Runtime, group.RuntimeFiles.Where(file => group.Runtime is { Length: > 0 } || !replaced.Contains(Path.GetFileName(file.Path))))),
    ];

    private static RuntimeLibrary Copy(
        RuntimeLibrary library, IReadOnlyList<RuntimeAssetGroup> assemblies, IReadOnlyList<Dependency> dependencies) => new(
            library.Type,
            library.Name,
            library.Version,
            library.Hash,
            assemblies,
            library.NativeLibraryGroups,
            library.ResourceAssemblies,
            dependencies,
            library.Serviceable,
            library.Path,
            library.HashPath,
            library.RuntimeStoreManifestName);

    private static RuntimeLibrary Create(string type, string name, string version, IEnumerable<string> files)
    {
        var assets = files.ToLookup(
            file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase), file => new RuntimeFile(Path.GetFileName(file), null, null));
        return new RuntimeLibrary(type, name, version, "", GroupOf(assets[true]), GroupOf(assets[false]), [], [], serviceable: false);

        static RuntimeAssetGroup[] GroupOf(IEnumerable<RuntimeFile> files) => files.Any() ? [new RuntimeAssetGroup("", files)] : [];
    }

    private static bool IsOfCompiler(string library) =>
        library == "FileRoutedApi.Compilation" || library.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    // <packages>/<name>/<version>/lib/... or .../runtimes/...
    private static (string Name, string Version) PackageOf(string file)
    {
        var parts = file.Split('/', '\\');
        var at = Array.FindLastIndex(parts, part => part is "lib" or "runtimes");
        return at >= 2 ? (parts[at - 2], parts[at - 1]) : (Path.GetFileNameWithoutExtension(file), "1.0.0");
    }
}
