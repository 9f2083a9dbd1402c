using FileRoutedApi.Endpoints;
using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>The host's side of attributes: the middleware that serves them, and only where one of them is used.</summary>
internal static class RouteMiddleware
{
    /// <summary>Registers what needs no decision of the user's. Called before the start-up file, which may change it.</summary>
    public static void AddRouteMiddleware(this IServiceCollection services)
    {
        services.AddOutputCache();
        services.AddRequestTimeouts();
        services.AddHttpLogging(_ => { });
        services.Configure<RateLimiterOptions>(options => options.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Adds the middleware in the order that ASP.NET Core asks for; that of folders before a route is chosen, and after it is known who asks.</summary>
    public static void UseRouteMiddleware(this WebApplication app)
    {
        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.UseAuthentication();
        }

        UseFolders(app, next => new FolderPipeline(next, app.Services.GetRequiredService<PublishedFolders>()).InvokeAsync);
        app.UseRouting();
        UseFolders(app, next => FolderPipeline.BehindRouting(next, app.Services.GetRequiredService<PublishedFolders>()));
        UseWhereNeeded(app, EndpointNeeds.HttpLogging, branch => branch.UseHttpLogging());
        UseWhereNeeded(app, EndpointNeeds.RequestTimeouts, branch => branch.UseRequestTimeouts());
        UseWhereNeeded(app, EndpointNeeds.Cors, branch => branch.UseCors());
        if (app.Services.GetService<IAuthorizationHandlerProvider>() is not null)
        {
            app.UseAuthorization();
        }

        UseWhereNeeded(app, EndpointNeeds.RateLimiter, branch => branch.UseRateLimiter());
        UseWhereNeeded(app, EndpointNeeds.OutputCache, branch => branch.UseOutputCache());
        UseWhereNeeded(app, EndpointNeeds.Antiforgery, branch => branch.UseAntiforgery());
    }

    /// <summary>Where the routes do not change and no folder has a middleware, there is nothing to pass.</summary>
    private static void UseFolders(WebApplication app, Func<RequestDelegate, RequestDelegate> middleware) => app.Use(next =>
        app.Services.GetRequiredService<PublishedFolders>().Current is { HasFunctions: true } or { HasMetadata: true } || app.Services.GetRequiredService<FileRouteDataSource>().IsLive
            ? middleware(next)
            : next);

    /// <summary>Decided when the pipeline is built, where the routes are loaded by then; where they may change, with the first that needs it.</summary>
    private static void UseWhereNeeded(IApplicationBuilder app, EndpointNeeds need, Action<IApplicationBuilder> use) => app.Use(next =>
    {
        var routes = app.ApplicationServices.GetRequiredService<FileRouteDataSource>();
        var branch = new Lazy<RequestDelegate>(() =>
        {
            var builder = app.New();
            use(builder);
            builder.Run(next);
            return builder.Build();
        });
        return routes.IsLive ? context => (branch.IsValueCreated || routes.Needs.HasFlag(need) ? branch.Value : next)(context)
            : routes.Needs.HasFlag(need) ? branch.Value
            : next;
    });
}
