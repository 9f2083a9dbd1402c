using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Packages;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>
/// The load context of compiled code. Assemblies of the host are shared, because types must be the same on both sides; the shared code and
/// the packages come from here.
/// </summary>
/// <remarks>
/// <see cref="Load"/> must not load anything into this context itself: code that still runs after its context was unloaded may need an
/// assembly for the first time.
/// </remarks>
/// <param name="shared">
/// The assemblies of the application code that was loaded before. The assembly of this context must not be among them: the runtime keeps a
/// context until its assembly is collected, so neither ever would be.
/// </param>
internal sealed class RouteLoadContext(PackageLoadContext packages, IReadOnlyList<Assembly> shared, bool collectible)
    : AssemblyLoadContext(nameof(FileRoutedApi), collectible)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        shared.FirstOrDefault(assembly => assembly.GetName().Name == assemblyName.Name) ?? packages.Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => packages.FindNative(unmanagedDllName);
}
