using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Middleware;

/// <summary>Has every request pass the middleware of the folders that it is below, before a route is chosen.</summary>
/// <param name="next">Chooses the route, and everything after.</param>
internal sealed class FolderPipeline(RequestDelegate next, PublishedFolders published)
{
    /// <summary>Comes right behind the choice of the route: sees to what folders say of the path, and ends there where only the choice was asked for.</summary>
    public static RequestDelegate BehindRouting(RequestDelegate following, PublishedFolders published) => context =>
    {
        var folders = published.Current;
        if (folders.HasMetadata && context.GetEndpoint() is { } endpoint && folders.Guard(endpoint, context.Request.Path.Value ?? "/") is var guarded && guarded != endpoint)
        {
            context.SetEndpoint(guarded);
        }

        return context.Features.Get<OnlyRoute>() is null ? following(context) : Task.CompletedTask;
    };

    public Task InvokeAsync(HttpContext context)
    {
        var folders = published.Current;
        return !folders.HasFunctions ? next(context)
            : IsPreflight(context.Request) ? AnswerPreflightAsync(context, folders)
            : new MiddlewareRun(context, folders, next).StartAsync();
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.Origin.Count > 0
        && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>
    /// A preflight brings no credentials, so a middleware that asks for some would refuse it: it is answered by what allows
    /// origins there. Where nothing does, it is a request like any other.
    /// </summary>
    private async Task AnswerPreflightAsync(HttpContext context, FolderSet folders)
    {
        context.Features.Set(OnlyRoute.Instance);
        await next(context);
        context.Features.Set<OnlyRoute>(null);
        if (await IsAnsweredByCorsAsync(context))
        {
            await next(context);
            return;
        }

        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();
        await new MiddlewareRun(context, folders, next).StartAsync();
    }

    private static async Task<bool> IsAnsweredByCorsAsync(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() switch
    {
        ICorsPolicyMetadata => true,
        IEnableCorsAttribute named => context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies && await policies.GetPolicyAsync(context, named.PolicyName) is not null,
        _ => false,
    };

    private sealed class OnlyRoute
    {
        public static OnlyRoute Instance { get; } = new();
    }
}
