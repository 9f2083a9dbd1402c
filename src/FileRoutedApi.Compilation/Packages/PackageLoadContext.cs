using System.Reflection;
using System.Runtime.Loader;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>
/// Loads the assemblies of packages: those that the application does not have, and newer copies of some that it has. The context is never
/// unloaded, so that a reload of route files does not load packages again.
/// </summary>
internal sealed class PackageLoadContext : AssemblyLoadContext
{
    private readonly Dictionary<string, HostCopy> _copies;
    private readonly Dictionary<string, string> _managed;
    private readonly Dictionary<string, string> _native;

    public PackageLoadContext(PackageAssemblies packages)
        : base($"{nameof(FileRoutedApi)}.Packages")
    {
        Packages = packages;
        _copies = packages.Runtime.Concat(packages.Compile)
            .DistinctBy(Path.GetFileName)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), HostAssembly.Compare, StringComparer.OrdinalIgnoreCase);
        _managed = packages.Runtime
            .Where(Brings)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
        _native = packages.Native
            .DistinctBy(Path.GetFileNameWithoutExtension)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);
    }

    public PackageAssemblies Packages { get; }

    /// <summary>Gets the files of the assemblies that are loaded from packages.</summary>
    public IEnumerable<string> Managed => _managed.Values;

    /// <summary>Returns how an assembly of a package compares to the application's.</summary>
    public HostCopy CopyOf(string name) => _copies.GetValueOrDefault(name);

    /// <summary>Returns true if a file of a package is used, and not the application's.</summary>
    public bool Brings(string file) => CopyOf(Path.GetFileNameWithoutExtension(file)) is HostCopy.Absent or HostCopy.Replaced;

    /// <summary>Loads the assembly of a package. Returns null if no package has it.</summary>
    public Assembly? Find(AssemblyName name) =>
        name.Name is { } simple && _managed.TryGetValue(simple, out var file) ? LoadFromAssemblyPath(file) : null;

    /// <summary>Loads a native library and returns its handle; zero if no package has it.</summary>
    public nint FindNative(string library)
    {
        var name = Path.GetFileNameWithoutExtension(library);
        return _native.TryGetValue(name, out var file) || _native.TryGetValue("lib" + name, out file) ? LoadUnmanagedDllFromPath(file) : 0;
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => FindNative(unmanagedDllName);
}
