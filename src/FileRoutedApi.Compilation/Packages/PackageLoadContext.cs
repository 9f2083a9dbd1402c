using System.Reflection;
using System.Runtime.Loader;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>
/// Where the assemblies of packages live: those that the application does not have, and newer copies of some that it has.
/// They stay longer than the code that uses them, so that they are loaded once.
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

    /// <summary>The assemblies that come from packages, newer copies of the application's included.</summary>
    public IEnumerable<string> Managed => _managed.Values;

    /// <summary>How an assembly of a package relates to the application's own.</summary>
    public HostCopy CopyOf(string name) => _copies.GetValueOrDefault(name);

    /// <summary>Whether the file of a package is used, and not one of the application.</summary>
    public bool Brings(string file) => CopyOf(Path.GetFileNameWithoutExtension(file)) is HostCopy.Absent or HostCopy.Replaced;

    /// <summary>The assembly of a package; null where no package brings it.</summary>
    public Assembly? Find(AssemblyName name) =>
        name.Name is { } simple && _managed.TryGetValue(simple, out var file) ? LoadFromAssemblyPath(file) : null;

    /// <summary>The handle of a native library; zero where no package brings it.</summary>
    public nint FindNative(string library)
    {
        var name = Path.GetFileNameWithoutExtension(library);
        return _native.TryGetValue(name, out var file) || _native.TryGetValue("lib" + name, out file) ? LoadUnmanagedDllFromPath(file) : 0;
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => FindNative(unmanagedDllName);
}
