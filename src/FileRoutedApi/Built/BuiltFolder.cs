using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Built;

/// <summary>A folder that <c>build</c> wrote: checked once, and loaded without a compiler.</summary>
internal sealed class BuiltFolder
{
    private readonly AssemblyLoadContext _context;

    private BuiltFolder(string root, BuildManifest manifest)
    {
        Root = root;
        Manifest = manifest;

        // Where the host itself runs from the folder, the runtime knows its assemblies, and their native code is used.
        _context = IsOwn(root) ? AssemblyLoadContext.Default : new BuiltLoadContext(root, manifest);
    }

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    public BuildManifest Manifest { get; }

    /// <summary>The version that a folder is built by and that runs it: that of this library, with the revision it was made from.</summary>
    public static string Version { get; } =
        typeof(BuiltFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What tells whether bytes are those that were written.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    /// <summary>Whether something was built into a folder.</summary>
    public static bool Exists(string root) => File.Exists(Path.Combine(root, BuildManifest.FileName));

    /// <summary>Whether the application itself runs from a folder.</summary>
    public static bool IsOwn(string root) =>
        Path.TrimEndingDirectorySeparator(root) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>Opens what was built.</summary>
    /// <exception cref="FileRoutesException">It is damaged (FRA3021), of another version (FRA3022) or for another system (FRA3023).</exception>
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

    /// <summary>An assembly of the folder.</summary>
    public Assembly Load(string name) => _context.LoadFromAssemblyName(new AssemblyName(name));

    /// <summary>The documentation comments of everything in it; read when they are asked for.</summary>
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

    /// <summary>Where the code of a folder lives that another host serves: what the host has is the host's, so that types agree.</summary>
    private sealed class BuiltLoadContext(string root, BuildManifest manifest) : AssemblyLoadContext(nameof(FileRoutedApi))
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            PathOf($"{assemblyName.Name}.dll") is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            var name = Path.GetFileNameWithoutExtension(unmanagedDllName);
            return manifest.Packages.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) is var known && (known == name || known == $"lib{name}")) is { } found
                ? LoadUnmanagedDllFromPath(Path.Combine(root, found))
                : 0;
        }

        private string? PathOf(string file) =>
            manifest.Assemblies.Any(assembly => assembly.File == file) || manifest.Packages.Contains(file, StringComparer.OrdinalIgnoreCase)
                ? Path.Combine(root, file)
                : null;
    }
}
