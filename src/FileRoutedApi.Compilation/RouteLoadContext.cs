using System.Reflection;
using System.Runtime.Loader;

namespace FileRoutedApi.Compilation;

/// <summary>Where compiled code lives. What the host has is the host's, so that types agree; what only packages bring is found here.</summary>
internal sealed class RouteLoadContext(PackageAssemblies packages) : AssemblyLoadContext(nameof(FileRoutedApi))
{
    private readonly Dictionary<string, string> _managed = packages.Runtime
        .Where(file => !ReferenceAssemblies.HostFiles.ContainsKey(Path.GetFileNameWithoutExtension(file)))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _native = packages.Native
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _managed.TryGetValue(name, out var file) ? LoadFromAssemblyPath(file) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var name = Path.GetFileNameWithoutExtension(unmanagedDllName);
        return _native.TryGetValue(name, out var file) || _native.TryGetValue("lib" + name, out file) ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
