using System.Globalization;
using FileRoutedApi.Caching;
using FileRoutedApi.Functions;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>What applies to the requests of a route file.</summary>
/// <param name="Kind">The part of the application, as one word.</param>
/// <param name="Text">A few words.</param>
/// <param name="Details">A sentence, or the names of files.</param>
internal sealed record RouteFact(string Kind, string Text, string Details);

/// <summary>Finds what applies to the requests of route files, from their configuration and that of their folders.</summary>
internal sealed class RouteFacts(LiveState live)
{
    private readonly Dictionary<string, RouteModule> _modules = live.Loaded.Generation.Modules.ToDictionary(module => module.File.Path);

    /// <summary>Returns what applies to a file; empty if it is not loaded.</summary>
    public IReadOnlyList<RouteFact> Of(RouteFile route)
    {
        if (!_modules.TryGetValue(route.Path, out var module))
        {
            return [];
        }

        var folders = live.Table.FolderFiles
            .Where(file => file.Role.GuardsFolder && route.IsBelow(file.Folder))
            .Select(file => _modules.GetValueOrDefault(file.Path))
            .OfType<RouteModule>()
            .ToList();
        var endpoints = live.Loaded.Bound.GetValueOrDefault(route.Path)?.Endpoints ?? [];
        return [.. Middleware(folders), .. Authorization(endpoints), .. Cache(module), .. Limits(module, folders), .. Cors(module, folders)];
    }

    private static IEnumerable<RouteFact> Middleware(List<RouteModule> folders)
    {
        var running = folders.Where(folder => folder.Exports.Count > 0).Select(folder => folder.File.Path).ToList();
        if (running.Count > 0)
        {
            var text = running.Count == 1 ? "middleware" : $"{running.Count} middlewares";
            yield return new RouteFact("middleware", text, string.Join(", ", running));
        }
    }

    private static IEnumerable<RouteFact> Authorization(IReadOnlyList<Endpoint> endpoints)
    {
        var functions = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.Function is not null).ToList();
        var required = functions
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>())
            .Select(NameOf)
            .Distinct()
            .ToList();
        if (required.Count > 0)
        {
            yield return new RouteFact("authorization", "authorized", $"Requires: {string.Join("; ", required)}");
        }
    }

    private static string NameOf(IAuthorizeData data) => data switch
    {
        { Policy: { } policy } => $"the policy {policy}",
        { Roles: { } roles } => $"one of the roles {roles}",
        { AuthenticationSchemes: { } schemes } => $"a user of {schemes}",
        _ => "an authenticated user",
    };

    private static IEnumerable<RouteFact> Cache(RouteModule module)
    {
        if (CachePolicy.Of(module.Config) is { } policy)
        {
            var text = policy.Seconds is { } seconds ? $"cache {seconds} s" : "cache";
            var tags = policy.Tags.Count > 0 ? $" Tags: {string.Join(", ", policy.Tags)}." : "";
            yield return new RouteFact("cache", text, $"Responses to GET are cached. In development the cache is off.{tags}");
        }
    }

    private static IEnumerable<RouteFact> Limits(RouteModule module, List<RouteModule> folders)
    {
        foreach (var (file, limit) in folders.Select(folder => (folder.File.Path, folder.MiddlewareConfig.RateLimit))
            .Append((module.File.Path, module.Config.RateLimit))
            .Where(item => item.RateLimit.IsSet))
        {
            yield return new RouteFact(
                "limit",
                string.Create(CultureInfo.InvariantCulture, $"{limit.Permits} per {limit.Window:0.##} s"),
                $"Rate limit of {file}");
        }

        if (module.Config.Api.BodyParser.SizeLimit is { } size)
        {
            yield return new RouteFact("limit", $"body {size}", "The largest request body");
        }

        if (module.Config.MaxDuration is { } seconds)
        {
            yield return new RouteFact("limit", $"max {seconds} s", "The handler is cancelled after this time");
        }
    }

    private static IEnumerable<RouteFact> Cors(RouteModule module, List<RouteModule> folders)
    {
        var origins = folders.SelectMany(folder => folder.MiddlewareConfig.Cors.Origins)
            .Concat(module.Config.Cors.Origins)
            .Distinct()
            .ToList();
        if (origins.Count > 0)
        {
            yield return new RouteFact("cors", "CORS", $"Allows {string.Join(", ", origins)}");
        }
    }
}
