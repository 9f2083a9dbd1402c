using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Middleware;

/// <summary>The published <c>_middleware.cs</c> and <c>_error.cs</c> files of all folders, as one immutable set.</summary>
internal sealed class FolderMiddlewareSet
{
    private readonly Folder[] _folders;
    private readonly ConcurrentDictionary<string, FoldersOfFile> _ofFiles = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Endpoint, ConcurrentDictionary<FolderMiddleware, Endpoint>> _extended = [];

    /// <param name="table">The routes and the files that apply to folders.</param>
    /// <param name="middleware">Every <c>_middleware.cs</c>, outermost first.</param>
    /// <param name="errors">Every <c>_error.cs</c> with the endpoint that calls it, innermost first.</param>
    public FolderMiddlewareSet(RouteTable? table, IReadOnlyList<FolderMiddleware> middleware, IReadOnlyList<(RouteFile File, Endpoint Endpoint)> errors)
    {
        Table = table;
        Errors = errors;
        _folders = [.. middleware.Select(each => new Folder(each, new FolderScope(each.File, table!.RequestFiles)))];
        HasFunctions = middleware.Any(each => each.Function is not null);
        HasHeaders = middleware.Any(each => each.Headers is not null);
        HasMetadata = middleware.Any(each => each.Metadata.Count > 0);
        Needs = middleware.Aggregate(EndpointNeeds.None, (needs, each) => needs | new EndpointMetadataCollection(each.Metadata).Needs());
    }

    public static FolderMiddlewareSet Empty { get; } = new(null, [], []);

    /// <summary>Gets the routes; null in the empty set.</summary>
    public RouteTable? Table { get; }

    /// <summary>Every <c>_error.cs</c> with the endpoint that calls it, innermost first.</summary>
    public IReadOnlyList<(RouteFile File, Endpoint Endpoint)> Errors { get; }

    /// <summary>Gets whether any folder has a middleware function.</summary>
    public bool HasFunctions { get; }

    /// <summary>Gets whether any folder has headers for the responses below it.</summary>
    public bool HasHeaders { get; }

    /// <summary>Gets whether any folder configures the endpoints below it.</summary>
    public bool HasMetadata { get; }

    /// <summary>Every middleware that the configuration of a folder depends on.</summary>
    public EndpointNeeds Needs { get; }

    /// <summary>Gets the folders that apply to a request, outermost first.</summary>
    /// <param name="endpoint">The endpoint that routing has chosen, or null.</param>
    /// <param name="path">The path of the request, as routing sees it.</param>
    public IReadOnlyList<FolderMiddleware> ThatApplyTo(Endpoint? endpoint, string path)
    {
        if (_folders.Length == 0)
        {
            return [];
        }

        if (FileOf(endpoint) is not { } file)
        {
            return [.. _folders.Where(folder => folder.Scope.AppliesTo(path, null)).Select(folder => folder.Middleware)];
        }

        var known = _ofFiles.GetOrAdd(file.Path, static (_, state) => FoldersOfFile.Create(state.Folders, state.File), (Folders: _folders, File: file));
        return known.MayApply.Length == 0
            ? known.Apply
            : [.. _folders.Where(folder => folder.Scope.Contains(file) || (known.MayApply.Contains(folder) && folder.Scope.AppliesTo(path, file))).Select(folder => folder.Middleware)];
    }

    /// <summary>Adds the configuration of folders to an endpoint. Endpoints of files inside a folder already have it.</summary>
    /// <param name="folders">The folders that apply to the request.</param>
    public Endpoint Extend(Endpoint endpoint, IReadOnlyList<FolderMiddleware> folders)
    {
        var file = endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.File;
        for (var i = 0; i < folders.Count; i++)
        {
            var folder = folders[i];
            if (folder.Metadata.Count > 0 && file?.IsBelow(folder.File.Folder) != true)
            {
                endpoint = _extended.GetOrCreateValue(endpoint).GetOrAdd(folder, static (folder, inner) => With(inner, folder.Metadata), endpoint);
            }
        }

        return endpoint;
    }

    /// <summary>Gets the endpoint that handles the exceptions of a file, or null if there is none.</summary>
    /// <param name="file">The path of the file. A folder, with a slash at its end, stands for the pages in it.</param>
    public Endpoint? ErrorOf(string file)
    {
        // An error page is for pages. The client of a route handler beside them does not expect HTML.
        var isPage = file.EndsWith('/') || Table?.Files.FirstOrDefault(known => known.Path == file) is { Role.HasMetadata: true };
        return Errors.FirstOrDefault(error => error.File.Role.IsPage == isPage
            && RouteSegment.Normalize(file).StartsWith(error.File.Folder, StringComparison.OrdinalIgnoreCase)).Endpoint;
    }

    /// <summary>
    /// Returns the file whose function the endpoint calls, or null. The endpoint for unmatched paths below a folder calls none.
    /// </summary>
    private static RouteFile? FileOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File is { } file && !file.Role.GuardsFolder ? file : null;

    // The file is not inside the folder, so it cannot override or opt out of the folder's configuration. An endpoint that the application
    // maps itself can opt out, because its author chose the path on purpose.
    private static Endpoint With(Endpoint endpoint, IReadOnlyList<object> metadata)
    {
        var own = endpoint.Metadata.GetMetadata<RouteFileMetadata>() is null
            ? endpoint.Metadata
            : endpoint.Metadata.Where(item => item is not (IAllowAnonymous or DisableRateLimitingAttribute or IDisableCorsAttribute));
        var all = new EndpointMetadataCollection([.. own, .. metadata]);
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(route.RequestDelegate!, route.RoutePattern, route.Order, all, route.DisplayName)
            : new Endpoint(endpoint.RequestDelegate, all, endpoint.DisplayName);
    }

    private sealed record Folder(FolderMiddleware Middleware, FolderScope Scope);

    /// <summary>The folders that apply to the requests of a file, as far as they are known without the path.</summary>
    /// <param name="Apply">The folders that contain the file, outermost first.</param>
    /// <param name="MayApply">The folders that do not contain the file but apply to some of its paths.</param>
    private sealed record FoldersOfFile(FolderMiddleware[] Apply, Folder[] MayApply)
    {
        public static FoldersOfFile Create(Folder[] folders, RouteFile file) => new(
            [.. folders.Where(folder => folder.Scope.Contains(file)).Select(folder => folder.Middleware)],
            [.. folders.Where(folder => !folder.Scope.Contains(file) && folder.Scope.MayApplyTo(file))]);
    }
}
