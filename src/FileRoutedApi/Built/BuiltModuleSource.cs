using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Built;

/// <summary>Loads the modules that <c>build</c> compiled. Does not scan, read or compile sources.</summary>
/// <param name="basePath">The URL path of the routes.</param>
internal sealed class BuiltModuleSource(BuiltFolder folder, string basePath) : IRouteModuleSource
{
    private readonly Lazy<string> _dependencies = new(() => CodeVersion.Combine(
        folder.Manifest.Assemblies
            .Select(assembly => assembly.Hash)
            .Append(CodeVersion.Of([], folder.Manifest.Packages.Select(file => Path.Combine(folder.Root, file))))));

    public RouteTable FindRoutes(List<RouteDiagnostic> diagnostics) => RouteTable.Create(
        folder.Manifest.Routes.Select(route => route.File)
            .Concat(folder.Manifest.Folders.Concat(folder.Manifest.Jobs).Select(file => file.File)),
        new RouteTableOptions(basePath, folder.Manifest.PageExtensions),
        PublicFiles());

    public bool IsApplicationCodeCurrent(RouteTable table) => true;

    public async Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var modules = new List<RouteModule>(files.Count);
        if (files.Count > 0)
        {
            var assembly = folder.Load(ModuleNames.Routes);
            var types = new Lazy<ILookup<string, Type>>(() => assembly.GetTypes().ToLookup(type => type.Namespace ?? ""));
            foreach (var file in files)
            {
                modules.Add(await LoadAsync(assembly, file, types, diagnostics));
            }
        }

        return new RouteGeneration(modules, SharedTypes(), new TypeDocumentation(folder.Documentation))
        {
            Validators = [.. folder.Manifest.Validators.Select(type => folder.Load(type.Assembly).GetType(type.Name, throwOnError: true)!)],
        };
    }

    private async Task<RouteModule> LoadAsync(
        Assembly assembly, RouteFile file, Lazy<ILookup<string, Type>> types, List<RouteDiagnostic> diagnostics)
    {
        var builder = new RouteModuleBuilder(file, diagnostics);
        try
        {
            await ModuleNames.LoaderOf<Func<RouteModuleBuilder, string[], Task>>(assembly, file.Path)(builder, []);
        }
        catch (Exception exception)
        {
            diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(file.Path, exception));
        }

        return builder.Build(
            () => types.Value[ModuleNames.NamespaceOf(file.Path)], ModuleOrigin.Earlier with { Dependencies = _dependencies });
    }

    private PublicFiles PublicFiles() => new(
        new PublicFolder(folder.Root).FullPath,
        [
            .. folder.Manifest.Public.Select(file => new PublicFile(
                file.Name,
                file.Encodings.Aggregate(PublicEncodings.None, (all, name) => all | Enum.Parse<PublicEncodings>(name)))),
        ]);

    private IEnumerable<Type> SharedTypes() => folder.Manifest.Assemblies
        .Where(assembly => assembly.Name != ModuleNames.Routes)
        .SelectMany(assembly => folder.Load(assembly.Name).GetTypes());
}
