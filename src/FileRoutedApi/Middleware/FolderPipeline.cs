using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Applies folders to a request: adds their configuration to the metadata of the endpoint, and runs their middleware functions. It comes
/// after routing, so that only the router decides which file a path belongs to.
/// </summary>
/// <param name="route">Selects the endpoint and returns.</param>
/// <param name="next">The rest of the pipeline: CORS, authorization, rate limits, the endpoint.</param>
internal sealed class FolderPipeline(RequestDelegate route, RequestDelegate next, IPublishedFolders published)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<RoutedRequest>()?.NeedsRouting(context) == true ? RouteAndApplyAsync(context) : ApplyAsync(context);

    private async Task RouteAndApplyAsync(HttpContext context)
    {
        await RouteAsync(context);
        await ApplyAsync(context);
    }

    private Task ApplyAsync(HttpContext context)
    {
        var folders = published.Of(context);
        var applying = Apply(context, folders);
        return !HasFunction(applying) ? next(context)
            : IsPreflight(context.Request) ? HandlePreflightAsync(context, applying, folders)
            : new MiddlewareRun(context, applying, this, folders).StartAsync();
    }

    /// <summary>
    /// Handles a CORS preflight. It has no credentials, so middleware that requires them would reject it. If the endpoint allows origins,
    /// the CORS middleware responds and no middleware function runs. Otherwise a preflight is handled like any other request.
    /// </summary>
    private async Task HandlePreflightAsync(HttpContext context, IReadOnlyList<FolderMiddleware> applying, FolderMiddlewareSet folders)
    {
        if (!await IsHandledByCorsAsync(context))
        {
            await new MiddlewareRun(context, applying, this, folders).StartAsync();
            return;
        }

        GuardCheck.Skip(context);
        await next(context);
    }

    /// <summary>Selects the endpoint again, after the request was changed.</summary>
    public Task RouteAsync(HttpContext context)
    {
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        return route(context);
    }

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task ContinueAsync(HttpContext context) => next(context);

    /// <summary>Gets the folders that apply to a request, and adds their configuration to its endpoint.</summary>
    public static IReadOnlyList<FolderMiddleware> Apply(HttpContext context, FolderMiddlewareSet folders)
    {
        var endpoint = context.GetEndpoint();
        var applying = folders.ThatApplyTo(endpoint, context.Request.Path.Value ?? "/");
        if (folders.HasHeaders)
        {
            for (var i = 0; i < applying.Count; i++)
            {
                applying[i].Headers?.Register(context);
            }
        }

        if (endpoint is not null && folders.HasMetadata && folders.Extend(endpoint, applying) is var extended && extended != endpoint)
        {
            context.SetEndpoint(extended);
        }

        return applying;
    }

    private static bool HasFunction(IReadOnlyList<FolderMiddleware> folders)
    {
        for (var i = 0; i < folders.Count; i++)
        {
            if (folders[i].Function is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.Origin.Count > 0
        && request.Headers.AccessControlRequestMethod.Count > 0;

    private static async Task<bool> IsHandledByCorsAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>();
        return metadata is ICorsPolicyMetadata
            || (metadata is IEnableCorsAttribute named
                && context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies
                && await policies.GetPolicyAsync(context, named.PolicyName) is not null);
    }
}
