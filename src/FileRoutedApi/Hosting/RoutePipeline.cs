using FileRoutedApi.Endpoints;
using FileRoutedApi.Middleware;
using FileRoutedApi.Rules;
using FileRoutedApi.StaticFiles;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Hosting;

/// <summary>The middleware that route files and their folders depend on, each only if one of them uses it.</summary>
internal static class RoutePipeline
{
    // ASP.NET Core's own names for what an application has added already.
    private const string HasAuthentication = "__AuthenticationMiddlewareSet";
    private const string HasAuthorization = "__AuthorizationMiddlewareSet";
    private const string GlobalRouteBuilder = "__GlobalEndpointRouteBuilder";

    /// <summary>Registers what needs no decision of the user's. Called before the start-up file, which may change it.</summary>
    public static void AddRoutePipeline(this IServiceCollection services)
    {
        services.AddOutputCache();
        services.AddRequestTimeouts();
        services.AddHttpLogging(_ => { });
        services.Configure<RateLimiterOptions>(options => options.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
    }

    /// <summary>
    /// Adds the middleware in ASP.NET Core's order. Routing comes first, as in every <see cref="WebApplication"/>, so that what <c>App</c>
    /// adds sees the endpoint and can route again. The folders come behind it: what <c>App</c> does to a request cannot lead around them.
    /// </summary>
    public static void UseRoutePipeline(this WebApplication app, FileRouteDataSource routes)
    {
        var state = app.Services.GetRequiredService<PipelineState>();
        state.Use();

        // Created when the pipeline is built: then the routes are loaded and all conventions are added.
        var publicFiles = new Lazy<PublicFileRouting?>(() => PublicFileRouting.TryCreate(app.Services));
        if (app.Services.GetService<RouteRules>() is { } rules)
        {
            app.Use(rules.Apply);
        }

        app.UseRouting();
        app.Use(next => publicFiles.Value?.Apply(next) ?? next);
        app.Use(app.Services.GetRequiredService<RouteMatchLogging>().Apply);
        if (app.Services.GetService<RouteStartup>() is { HasApp: true } startup)
        {
            app.Use(next => context =>
            {
                context.Features.Set(new RoutedRequest(context));
                return next(context);
            });
            startup.AddMiddleware(app);
            state.RunApp();
        }

        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null && !((IApplicationBuilder)app).Properties.ContainsKey(HasAuthentication))
        {
            app.UseAuthentication();
        }

        app.Use(next => state.HasAppRun || HasFolders(routes)
            ? new FolderPipeline(RouteOnly(app, publicFiles.Value), next, routes).InvokeAsync
            : next);
        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.HttpLogging, branch => branch.UseHttpLogging());
        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.RequestTimeouts, branch => branch.UseRequestTimeouts());
        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.Cors, branch => branch.Use(CorsVary.Apply).UseCors());
        UseAuthorization(app);

        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.RateLimiter, branch => branch.UseRateLimiter());
        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.OutputCache, branch => branch.UseOutputCache());
        UseForEndpoints(app, routes, publicFiles, EndpointNeeds.Antiforgery, branch => branch.UseAntiforgery());
        app.Use(next => routes.IsLive || publicFiles.Value is not null || routes.Endpoints.Any(GuardCheck.IsChecked)
            ? GuardCheck.Complete(next)
            : next);
    }

    /// <summary>If the routes do not change and no folder configures anything, there is nothing to apply.</summary>
    private static bool HasFolders(FileRouteDataSource routes) =>
        routes.IsLive || routes.Current is { HasFunctions: true } or { HasMetadata: true } or { HasHeaders: true };

    /// <summary>Chooses an endpoint and returns.</summary>
    private static RequestDelegate RouteOnly(WebApplication app, PublicFileRouting? publicFiles)
    {
        var builder = ((IApplicationBuilder)app).New();
        builder.Properties[GlobalRouteBuilder] = app;
        builder.UseRouting();
        builder.Use(next => publicFiles?.Apply(next) ?? next);
        builder.Use(app.Services.GetRequiredService<RouteMatchLogging>().Apply);
        builder.Run(_ => Task.CompletedTask);
        return builder.Build();
    }

    /// <summary>
    /// Adds authorization for the endpoints that require it, or for all requests if there is a fallback policy. The middleware marks every
    /// request in <see cref="HttpContext.Items"/>, which most requests do not use otherwise.
    /// </summary>
    private static void UseAuthorization(WebApplication app)
    {
        if (app.Services.GetService<IAuthorizationHandlerProvider>() is null)
        {
            return;
        }

        // Otherwise ASP.NET Core adds the middleware in front of routing.
        ((IApplicationBuilder)app).Properties[HasAuthorization] = true;
        app.Use(next =>
        {
            var builder = ((IApplicationBuilder)app).New();
            builder.UseAuthorization();
            builder.Run(next);
            var authorize = builder.Build();
            return MayHaveFallbackPolicy(app.Services)
                ? authorize
                : context => context.GetEndpoint()?.Metadata.Needs(EndpointNeeds.Authorization) == true ? authorize(context) : next(context);
        });
    }

    // Another provider may have a fallback policy at any time.
    private static bool MayHaveFallbackPolicy(IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>()?.GetType() != typeof(DefaultAuthorizationPolicyProvider)
        || services.GetRequiredService<IOptions<AuthorizationOptions>>().Value.FallbackPolicy is not null;

    /// <summary>
    /// Adds a middleware for the endpoints that need it, and for no other: a default policy, of CORS for example, must not apply to every
    /// file because one file uses it.
    /// </summary>
    private static void UseForEndpoints(
        WebApplication app,
        FileRouteDataSource routes,
        Lazy<PublicFileRouting?> publicFiles,
        EndpointNeeds need,
        Action<IApplicationBuilder> use) => app.Use(next =>
    {
        var needs = routes.Needs | routes.Current.Needs | (publicFiles.Value?.Needs ?? EndpointNeeds.None);

        // What a group of endpoints adds is not known before its endpoints are made.
        if (!routes.IsLive && !app.Services.GetRequiredService<PipelineState>().IsGrouped && !needs.HasFlag(need))
        {
            return next;
        }

        var branch = new Lazy<RequestDelegate>(() =>
        {
            var builder = ((IApplicationBuilder)app).New();
            use(builder);
            builder.Run(next);
            return builder.Build();
        });
        return context => context.GetEndpoint() is { } endpoint && endpoint.Metadata.Needs(need) ? branch.Value(context) : next(context);
    });
}
