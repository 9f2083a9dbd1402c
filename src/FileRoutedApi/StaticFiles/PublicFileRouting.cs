using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.StaticFiles;

/// <summary>
/// Selects the endpoint of static files, directly after routing. A file takes precedence over routes with parameters, and over the
/// endpoints for unmatched paths. A literal route takes precedence over a file.
/// </summary>
/// <remarks>
/// The guards come behind it: middleware functions, authorization, CORS and rate limits of the folders whose URL is above the path of the
/// file apply as they do to any path that no route file handles.
/// </remarks>
internal sealed class PublicFileRouting
{
    private readonly Endpoint _endpoint;
    private readonly Func<string, PublicFile?> _find;

    private PublicFileRouting(Endpoint endpoint, Func<string, PublicFile?> find)
    {
        _endpoint = endpoint;
        _find = find;
        Needs = endpoint.Metadata.Needs();
    }

    /// <summary>Gets every middleware that the conventions of the application need.</summary>
    public EndpointNeeds Needs { get; }

    /// <summary>
    /// Returns null if there are no static files and none can appear. Call it when the routes are loaded and the conventions of the
    /// application are complete.
    /// </summary>
    public static PublicFileRouting? TryCreate(IServiceProvider services)
    {
        var routes = services.GetRequiredService<FileRouteDataSource>();
        var files = routes.Current.Table?.PublicFiles ?? PublicFiles.None;
        if (!services.GetRequiredService<PipelineState>().HasFolders || (!routes.IsLive && files.All.Count == 0))
        {
            return null;
        }

        var settings = services.GetRequiredService<FileRoutesSettings>();
        if (!routes.IsLive)
        {
            return new PublicFileRouting(CreateEndpoint(services, routes, files.Folder!, settings), files.Find);
        }

        // In development a file can be added or deleted at any time, so each request looks at the folder.
        var folder = new PublicFolder(settings.Root);
        return new PublicFileRouting(CreateEndpoint(services, routes, folder.FullPath, settings), folder.Find);
    }

    public RequestDelegate Apply(RequestDelegate next) => context =>
    {
        if (GivesWay(context) && _find(context.Request.Path.Value ?? "/") is { } file)
        {
            context.Features.Set(file);
            context.Request.RouteValues = new RouteValueDictionary();
            context.SetEndpoint(_endpoint);
        }

        return next(context);
    };

    /// <summary>Returns true if the endpoint that routing has selected has no precedence over a file.</summary>
    private static bool GivesWay(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        return PublicFileResponse.IsMethod(context.Request.Method)
            ? endpoint is null or RouteEndpoint { RoutePattern.Parameters.Count: > 0 }
            : endpoint is null || endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { File.Role.CoversFolder: true };
    }

    private static Endpoint CreateEndpoint(
        IServiceProvider services, FileRouteDataSource routes, string folder, FileRoutesSettings settings)
    {
        var builder = new RouteEndpointBuilder(
            RequestMethod.RequireExactCase(new PublicFileResponse(services, folder, settings.PublicCacheControl).InvokeAsync),
            RoutePatternFactory.Parse("/{**file}"),
            order: 0)
        {
            DisplayName = $"{PublicFolder.Name}/",
            ApplicationServices = services,
        };
        builder.Metadata.Add(PublicFileMetadata.Instance);
        builder.Metadata.AddFolders([], null);
        var hasFallbackPolicy = services.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;
        GuardCheck.Apply(builder, $"{PublicFolder.Name}/", routes, hasFallbackPolicy);
        routes.Conventions.Apply(builder);
        routes.Conventions.ApplyFinally(builder);
        return builder.Build();
    }
}
