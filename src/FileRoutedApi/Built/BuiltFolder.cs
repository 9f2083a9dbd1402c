using System.IO.Hashing;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Built;

/// <summary>A folder that <c>build</c> wrote. It is verified once and loaded without a compiler.</summary>
internal sealed class BuiltFolder
{
    private readonly AssemblyLoadContext _context;

    private BuiltFolder(string root, BuildManifest manifest)
    {
        Root = root;
        Manifest = manifest;

        // If the host itself runs from the folder, the runtime can load the assemblies with their precompiled code.
        _context = IsApplicationFolder(root) ? AssemblyLoadContext.Default : new BuiltLoadContext(root, manifest);
    }

    /// <summary>Gets the absolute path of the folder.</summary>
    public string Root { get; }

    public BuildManifest Manifest { get; }

    /// <summary>Gets the version that is written into built folders: the version of this library, including the source revision.</summary>
    public static string Version { get; } =
        typeof(BuiltFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Gets the version of the packages that belong to this library.</summary>
    public static string PackageVersion { get; } = Version.Split('+')[0];

    /// <summary>Returns a hash with which damaged files are detected.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    /// <summary>Returns true if the folder contains the manifest of a build.</summary>
    public static bool Exists(string root) => File.Exists(Path.Combine(root, BuildManifest.FileName));

    /// <summary>Returns true if the application itself runs from the folder.</summary>
    public static bool IsApplicationFolder(string root) =>
        Path.TrimEndingDirectorySeparator(root) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>Opens and verifies a built folder.</summary>
    /// <exception cref="FileRoutesException">
    /// The folder is damaged (FRA3021), was built by another version (FRA3022), or is for another platform (FRA3023).
    /// </exception>
    public static BuiltFolder Open(string root)
    {
        if (TryRead(Path.Combine(root, BuildManifest.FileName)) is not { } bytes || BuildManifest.TryRead(bytes) is not { } manifest)
        {
            throw new FileRoutesException(RouteDiagnostics.BuiltDamaged(root, BuildManifest.FileName));
        }

        if (manifest.Version != Version)
        {
            throw new FileRoutesException(RouteDiagnostics.BuiltByAnotherVersion(root, manifest.Version, Version));
        }

        if (manifest.System is { } system && system != RuntimeInformation.RuntimeIdentifier)
        {
            throw new FileRoutesException(RouteDiagnostics.BuiltForAnotherSystem(root, system, RuntimeInformation.RuntimeIdentifier));
        }

        foreach (var assembly in manifest.Assemblies)
        {
            if (TryRead(Path.Combine(root, assembly.File)) is not { } code || HashOf(code) != assembly.Hash)
            {
                throw new FileRoutesException(RouteDiagnostics.BuiltDamaged(root, assembly.File));
            }
        }

        return manifest.Packages.FirstOrDefault(file => !File.Exists(Path.Combine(root, file))) is { } missing
            ? throw new FileRoutesException(RouteDiagnostics.BuiltDamaged(root, missing))
            : new BuiltFolder(root, manifest);
    }

    /// <summary>Loads an assembly of the folder.</summary>
    public Assembly Load(string name) => _context.LoadFromAssemblyName(new AssemblyName(name));

    /// <summary>Gets the XML documentation files of the assemblies. They are read on each enumeration.</summary>
    public IEnumerable<byte[]> Documentation =>
        Manifest.Assemblies.Select(assembly => TryRead(Path.Combine(Root, $"{assembly.Name}.xml"))).OfType<byte[]>();

    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Loads the assemblies of a folder that another host serves. Assemblies that the host contains are loaded from the host, so that both
    /// have the same types.
    /// </summary>
    private sealed class BuiltLoadContext(string root, BuildManifest manifest) : AssemblyLoadContext(nameof(FileRoutedApi))
    {
        private static readonly Lazy<IReadOnlyDictionary<string, string>> _application = new(() =>
            ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .DistinctBy(Path.GetFileName)
                .ToDictionary(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase));

        protected override Assembly? Load(AssemblyName assemblyName) =>
            $"{assemblyName.Name}.dll" is var file && PathOf(file) is { } path && !IsOfApplication(file, path) ? LoadFromAssemblyPath(path) : null;

        // An application that builds its route files has the same assembly, and registers services of its types.
        private static bool IsOfApplication(string file, string path) =>
            _application.Value.TryGetValue(file, out var own) && ModuleIdOf(own) == ModuleIdOf(path);

        // The same for a copy that was compiled ahead of time.
        private static Guid ModuleIdOf(string file)
        {
            using var reader = new PEReader(File.OpenRead(file));
            var metadata = reader.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            var name = Path.GetFileNameWithoutExtension(unmanagedDllName);
            var file = manifest.Packages.FirstOrDefault(file =>
                Path.GetFileNameWithoutExtension(file) is var known && (known == name || known == $"lib{name}"));
            return file is not null
                ? LoadUnmanagedDllFromPath(Path.Combine(root, file))
                : 0;
        }

        private string? PathOf(string file) =>
            manifest.Assemblies.Any(assembly => assembly.File == file) || manifest.Packages.Contains(file, StringComparer.OrdinalIgnoreCase)
                ? Path.Combine(root, file)
                : null;
    }
}
