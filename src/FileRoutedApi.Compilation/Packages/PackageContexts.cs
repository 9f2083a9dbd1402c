namespace FileRoutedApi.Compilation.Packages;

/// <summary>The load contexts of packages. One context serves every application of the process that uses the same files.</summary>
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
