namespace FileRoutedApi.Compilation.Packages;

/// <summary>The loaded packages of a process: the same files are the same assemblies, also for the next application.</summary>
internal sealed class PackageContexts
{
    private readonly Lock _creating = new();
    private readonly List<PackageLoadContext> _contexts = [];

    public PackageLoadContext For(PackageAssemblies packages)
    {
        lock (_creating)
        {
            var context = _contexts.FirstOrDefault(known => known.Packages.IsSameAs(packages));
            if (context is null)
            {
                _contexts.Add(context = new PackageLoadContext(packages));
            }

            return context;
        }
    }
}
