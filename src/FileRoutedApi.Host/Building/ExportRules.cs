using System.Security.Claims;
using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Host.Building;

/// <summary>Finds the files that cannot be exported, because their responses depend on a request or they need a server.</summary>
internal sealed class ExportRules(RouteSet routes, IServiceProviderIsService services)
{
    // A route handler is static because its configuration says so. It needs these types to respond.
    private static readonly Type[] _typesOfRouteHandlers =
        [typeof(ApiRequest), typeof(ApiResponse), typeof(HttpContext), typeof(HttpRequest), typeof(HttpResponse)];

    // Services that give access to the request.
    private static readonly Type[] _requestServices = [typeof(IHttpContextAccessor), typeof(ClaimsPrincipal)];

    /// <summary>Returns the mistakes of a file; none if it is exported, or not requested by itself.</summary>
    public IReadOnlyList<RouteDiagnostic> Check(RouteModule module)
    {
        var file = module.File;
        return file.Role.ExportKind switch
        {
            ExportKind.Unsupported => [
                file.Role.GuardsFolder
                    ? RouteDiagnostics.MiddlewareNotExported(file.Path)
                    : RouteDiagnostics.ApiRouteNotExported(file.Path)],
            ExportKind.Page => [.. CheckConfig(module), .. CheckParameters(module), .. CheckStaticParams(module, RouteExport.Page)],
            ExportKind.NotFoundPage => [.. CheckConfig(module), .. CheckParameters(module)],
            ExportKind.RouteHandler => [.. CheckRouteHandler(module)],
            _ => [],
        };
    }

    /// <summary>Returns the mistakes of the layouts around exported pages.</summary>
    public IEnumerable<RouteDiagnostic> CheckLayouts(IEnumerable<RouteFile> pages) => pages
        .SelectMany(routes.Table.LayoutsOf)
        .Distinct()
        .Select(layout => routes.Bound[layout.Path].Module)
        .SelectMany(CheckParameters);

    private IEnumerable<RouteDiagnostic> CheckRouteHandler(RouteModule module)
    {
        var file = module.File.Path;
        var get = module.Export("GET");
        foreach (var export in module.Exports.Where(export => export.Name is not ("GET" or RouteExport.StaticParams)))
        {
            if (export.Name != "HEAD" || get is null)
            {
                yield return RouteDiagnostics.MethodNotExported(file, export.Line, export.Column, export.Name);
            }
        }

        if (get is null)
        {
            yield break;
        }

        var config = CheckConfig(module).ToList();
        if (config.Count == 0 && CachePolicy.Of(module.Config) is null)
        {
            config.Add(RouteDiagnostics.DynamicNotExported(file, get.Line, get.Column, ExportTexts.NotStatic()));
        }

        foreach (var diagnostic in config.Concat(CheckParameters(module)).Concat(CheckStaticParams(module, "GET")))
        {
            yield return diagnostic;
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckConfig(RouteModule module)
    {
        var config = module.Config;
        var dynamic = config.Dynamic == RouteDynamic.ForceDynamic ? ExportTexts.ForceDynamic()
            : CachePolicy.ForbidsCaching(config) ? ExportTexts.RevalidateZero()
            : null;
        if (dynamic is not null)
        {
            var (line, column) = module.ConfigPositions.Of(
                config.Dynamic == RouteDynamic.ForceDynamic ? nameof(config.Dynamic) : nameof(config.Revalidate));
            yield return RouteDiagnostics.DynamicNotExported(module.File.Path, line, column, dynamic);
        }

        var key = config.Cache.Query.Count > 0 ? nameof(CacheConfig.Query)
            : config.Cache.Headers.Count > 0 ? nameof(CacheConfig.Headers)
            : null;
        if (key is not null)
        {
            var (line, column) = module.ConfigPositions.Of($"{nameof(config.Cache)}.{key}");
            yield return RouteDiagnostics.RequestNotExported(module.File.Path, line, column, ExportTexts.VariesByRequest(key));
        }
    }

    private IEnumerable<RouteDiagnostic> CheckStaticParams(RouteModule module, string name)
    {
        var parameters = StaticParameters.ParametersOf(module.File);
        if (parameters.Count > 0 && routes.Bound[module.File.Path].StaticParams is null && module.Export(name) is { } export)
        {
            yield return RouteDiagnostics.NoStaticParams(
                module.File.Path, export.Line, export.Column, string.Join('/', parameters.Select(parameter => parameter.ToString())));
        }
    }

    private IEnumerable<RouteDiagnostic> CheckParameters(RouteModule module) =>
        from export in module.Exports
        where export.Name == "GET" || !(export.Name == RouteExport.Socket || RouteExport.Methods.Contains(export.Name))
        from parameter in new FunctionSignature(export.Handler.Method).Parameters
        where IsFromRequest(parameter, module.File, export.Name)
        select RouteDiagnostics.RequestNotExported(
            module.File.Path,
            export.Line,
            export.Column,
            ExportTexts.ReadsRequest(export.Name, parameter.Name, ParameterText.NameOf(parameter.Type)));

    private bool IsFromRequest(FunctionSignature.Parameter parameter, RouteFile file, string function)
    {
        var type = parameter.Type;
        if (_requestServices.Contains(type))
        {
            return true;
        }

        var isRouteValue = !parameter.HasSource
            && file.Segments.Any(segment =>
                segment.Kind != RouteSegmentKind.Static && segment.Text.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        return !isRouteValue
            && parameter.CatchAll is null
            && !parameter.IsService
            && !parameter.Attributes.OfType<IFromRouteMetadata>().Any()
            && type != typeof(CancellationToken)
            && type != typeof(ILogger)
            && !(type == typeof(Html) && file.Role.IsLayout)
            && !(function == "GET" && _typesOfRouteHandlers.Contains(type))
            && !(!parameter.HasSource && services.IsService(type));
    }
}
