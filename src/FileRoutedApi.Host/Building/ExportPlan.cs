using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>Finds everything that is exported: the paths of pages and route handlers, and the static files.</summary>
/// <param name="without">The files and folders that are left out, relative to the folder.</param>
internal sealed class ExportPlan(
    RouteSet routes, IReadOnlyList<Endpoint> endpoints, IReadOnlyList<string> without, IServiceProvider services)
{
    // No route has this path in practice. Its endpoint is selected by hand, because a catch-all page would match the path.
    private const string NotFoundPath = "/" + ExportedName.NotFound;

    private readonly List<RouteDiagnostic> _diagnostics = [];

    /// <summary>Gets the mistakes that were found.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics => _diagnostics;

    /// <summary>Returns the responses to export, without those of files that have mistakes.</summary>
    public async Task<IReadOnlyList<ExportTarget>> FindTargetsAsync(CancellationToken cancellationToken)
    {
        var rules = new ExportRules(routes, services.GetRequiredService<IServiceProviderIsService>());
        var targets = new List<ExportTarget>();
        var pages = new List<RouteFile>();
        _diagnostics.AddRange(without
            .Where(path => !routes.Table.Files.Any(file => IsAt(file, path)))
            .Select(RouteDiagnostics.NothingLeftOut));
        foreach (var file in routes.Table.Files.Where(file => file.Role.ExportKind != ExportKind.None && !IsNestedNotFound(file)))
        {
            if (without.Any(path => IsAt(file, path)))
            {
                continue;
            }

            var bound = routes.Bound[file.Path];
            var mistakes = rules.Check(bound.Module);
            _diagnostics.AddRange(mistakes);
            if (file.Role.IsPage)
            {
                pages.Add(file);
            }

            if (mistakes.Count == 0)
            {
                targets.AddRange(await FindTargetsAsync(bound, cancellationToken));
            }
        }

        _diagnostics.AddRange(rules.CheckLayouts(pages));
        return targets;
    }

    private static bool IsAt(RouteFile file, string path)
    {
        var normalized = path.Replace('\\', '/').Trim('/');
        return file.Path == normalized || file.Path.StartsWith(normalized + "/", StringComparison.Ordinal);
    }

    /// <summary>Adds an error for each file whose name is used already.</summary>
    /// <param name="others">The names and the sources of the other files.</param>
    public void CheckNames(IReadOnlyList<ExportTarget> targets, IEnumerable<(string Name, string Source)> others)
    {
        var names = new ExportedNames();
        foreach (var (name, source) in others)
        {
            names.Add(name, name, source);
        }

        foreach (var target in targets)
        {
            var path = Uri.UnescapeDataString(target.Path);
            if (names.Add(target.Name, path, target.File.Path) is { } other)
            {
                _diagnostics.Add(RouteDiagnostics.SameExportedFile(
                    target.File.Path, target.Export.Line, target.Export.Column, path, other.Path, other.Source, target.Name));
            }
        }
    }

    private async Task<IEnumerable<ExportTarget>> FindTargetsAsync(BoundModule bound, CancellationToken cancellationToken)
    {
        var module = bound.Module;
        var export = module.Export(RouteExport.Page) ?? module.Export("GET");
        if (export is null)
        {
            return [];
        }

        if (module.File.Role.ExportKind == ExportKind.NotFoundPage)
        {
            return [new ExportTarget(module.File, export, NotFoundPath, ExportedName.NotFound) { Endpoint = EndpointOf(module.File) }];
        }

        var paths = bound.StaticParams is null
            ? [.. StaticParameters.PathsOf(module.File, new object?[] { null })]
            : await FindPathsAsync(bound, cancellationToken);
        return paths.Distinct(StringComparer.Ordinal).Select(path => TargetOf(module.File, export, path)).OfType<ExportTarget>();
    }

    private ExportTarget? TargetOf(RouteFile file, RouteExport export, string path)
    {
        var (name, mistake) = file.Role.IsPage ? ExportedName.OfPage(path) : ExportedName.OfFile(path);
        if (name is not null)
        {
            return new ExportTarget(file, export, path, name);
        }

        _diagnostics.Add(RouteDiagnostics.InvalidExportedName(
            file.Path, export.Line, export.Column, Uri.UnescapeDataString(path), mistake!));
        return null;
    }

    /// <summary>Calls <c>StaticParams</c>, with the services of a request.</summary>
    private async Task<IReadOnlyList<string>> FindPathsAsync(BoundModule bound, CancellationToken cancellationToken)
    {
        var file = bound.Module.File;
        var export = bound.Module.Export(RouteExport.StaticParams)!;
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        string mistake;
        try
        {
            // Enumerated here, because an iterator throws while it is enumerated.
            var items = (await bound.StaticParams!(context))?.Cast<object?>().ToList();
            if (items is not null)
            {
                return PathsOf(file, export, items);
            }

            mistake = StaticParamsTexts.Null();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            mistake = StaticParamsTexts.Threw(exception.GetType().Name, exception.Message.TrimEnd('.'));
        }

        _diagnostics.Add(RouteDiagnostics.StaticParamsFailed(file.Path, export.Line, export.Column, mistake));
        return [];
    }

    private List<string> PathsOf(RouteFile file, RouteExport export, IReadOnlyList<object?> items)
    {
        try
        {
            return [.. StaticParameters.PathsOf(file, items)];
        }
        catch (FormatException exception)
        {
            _diagnostics.Add(RouteDiagnostics.StaticParamsFailed(file.Path, export.Line, export.Column, exception.Message));
            return [];
        }
    }

    // Static servers have one page for all paths without a file.
    private static bool IsNestedNotFound(RouteFile file) =>
        file.Role.ExportKind == ExportKind.NotFoundPage && file.Folder != $"{RouteFolder.App}/";

    private Endpoint EndpointOf(RouteFile file) => endpoints.First(endpoint =>
        endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { Function: not null } metadata && metadata.File.Path == file.Path);
}
