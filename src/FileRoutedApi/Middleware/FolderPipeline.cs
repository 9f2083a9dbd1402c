using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Applies the folders to a request: their configuration becomes metadata of its endpoint, and the request passes their middleware functions.
/// Runs behind routing, so the router alone decides which file a path belongs to.
/// </summary>
/// <param name="route">Chooses the endpoint again, and nothing else.</param>
/// <param name="next">What follows: CORS, authorization, limits, the endpoint.</param>
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
    /// A preflight carries no credentials, so a middleware that requires them would refuse it. If the endpoint allows origins, the CORS
    /// middleware responds and no function runs. Otherwise it is a request like any other.
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

    /// <summary>Chooses the endpoint again, for the request as it is now.</summary>
    public Task RouteAsync(HttpContext context)
    {
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        return route(context);
    }

    /// <summary>Continues behind the folders.</summary>
    public Task ContinueAsync(HttpContext context) => next(context);

    /// <summary>Gets the folders that apply to a request, and gives its endpoint what they configure.</summary>
    public static IReadOnlyList<FolderMiddleware> Apply(HttpContext context, FolderMiddlewareSet folders)
    {
        var endpoint = context.GetEndpoint();
        var applying = folders.ThatApplyTo(endpoint, context.Request.Path.Value ?? "/");
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

    private static async Task<bool> IsHandledByCorsAsync(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() switch
    {
        ICorsPolicyMetadata => true,
        IEnableCorsAttribute named => context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies
            && await policies.GetPolicyAsync(context, named.PolicyName) is not null,
        _ => false,
    };
}
