using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Packages;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>
/// Where compiled code lives, so that it can go again. What the host has is the host's, so that types agree; the shared
/// code and the packages are found here.
/// </summary>
/// <remarks>
/// <see cref="Load"/> asks nothing of this context itself: code that is still running when its context was unloaded may
/// call for an assembly for the first time.
/// </remarks>
/// <param name="shared">What the code of this context stands on.</param>
internal sealed class RouteLoadContext(PackageLoadContext packages, IReadOnlyList<Assembly> shared, bool collectible)
    : AssemblyLoadContext(nameof(FileRoutedApi), collectible)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        shared.FirstOrDefault(assembly => assembly.GetName().Name == assemblyName.Name) ?? packages.Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => packages.FindNative(unmanagedDllName);
}
