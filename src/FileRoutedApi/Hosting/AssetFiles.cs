using FileRoutedApi.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Lets <see cref="IHostEnvironment.ContentRootFileProvider"/> find <c>api/_assets/</c> and <c>app/_assets/</c> in the folder of the routes,
/// if that is not the content root: a built folder, or a folder that <see cref="FileRoutesOptions.Root"/> names.
/// </summary>
internal static class AssetFiles
{
    /// <summary>Extends the file providers of the application.</summary>
    /// <param name="root">The folder of the routes, absolute.</param>
    public static void Add(IHostApplicationBuilder builder, string root)
    {
        if (IsSame(root, builder.Environment.ContentRootPath) || !AssetFolder.ExistsIn(root))
        {
            return;
        }

        var assets = new PhysicalFileProvider(root);

        // The host and the web host each have their own object.
        foreach (var environment in builder.Services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<IHostEnvironment>()
            .Append(builder.Environment)
            .Distinct())
        {
            environment.ContentRootFileProvider = new Provider(environment.ContentRootFileProvider, assets);
        }
    }

    private static bool IsSame(string first, string second) =>
        string.Equals(Path.TrimEndingDirectorySeparator(first), Path.TrimEndingDirectorySeparator(second), StringComparison.Ordinal);

    private sealed class Provider(IFileProvider others, IFileProvider assets) : IFileProvider
    {
        public IFileInfo GetFileInfo(string subpath) => Of(subpath).GetFileInfo(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => Of(subpath).GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => Of(filter).Watch(filter);

        private IFileProvider Of(string path) => AssetFolder.Contains(path.Replace('\\', '/').TrimStart('/')) ? assets : others;
    }
}
