using System.Reflection;
using System.Runtime.Loader;

namespace FileRoutedApi.Compilation;

/// <summary>Where what only packages bring lives: longer than the code that uses it, so that it is loaded once.</summary>
internal sealed class PackageLoadContext(PackageAssemblies packages) : AssemblyLoadContext($"{nameof(FileRoutedApi)}.Packages")
{
    private readonly Dictionary<string, string> _managed = packages.Runtime
        .Where(file => !ReferenceFiles.Host.ContainsKey(Path.GetFileNameWithoutExtension(file)))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _native = packages.Native
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);

    public PackageAssemblies Packages => packages;

    /// <summary>The assemblies that only packages bring.</summary>
    public IEnumerable<string> Managed => _managed.Values;

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
