using FileRoutedApi.AfterResponse;
using FileRoutedApi.Built;
using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Hosting;
using FileRoutedApi.Http;
using FileRoutedApi.Jobs;
using FileRoutedApi.Middleware;
using FileRoutedApi.OpenApi;
using FileRoutedApi.Pages;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Rules;
using FileRoutedApi.Settings;
using FileRoutedApi.Sockets;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileRoutedApi;

/// <summary>Adds file routes to an ASP.NET Core application.</summary>
public static class FileRoutesExtensions
{
    /// <summary>
    /// Adds the services of file routes. The settings are read from the section <c>FileRoutes</c> and then changed by
    /// <paramref name="configure"/>, so the configuration must be complete when this is called. For a folder that the host's <c>build</c>
    /// command wrote, the start-up file registers its services here and takes precedence over those that are already registered.
    /// </summary>
    /// <remarks>
    /// If the folder was written by <c>build</c>, its start-up file registers its services during this call, after those that are already
    /// registered.
    /// </remarks>
    /// <param name="builder">The application's builder.</param>
    /// <param name="configure">Changes the settings that were read from the configuration.</param>
    /// <returns>A builder for further services. Call <c>AddCompilation</c> on it if the folder contains source files.</returns>
    /// <exception cref="FileRoutesException">A setting is not valid (FRA3002, FRA3003), or the built folder cannot be used.</exception>
    public static IFileRoutesBuilder AddFileRoutes(this IHostApplicationBuilder builder, Action<FileRoutesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = FileRoutesSettings.Read(builder.Configuration, builder.Environment.ContentRootPath, configure);
        return builder.AddFileRoutes(settings with { Table = settings.Table with { HasJobs = JobsPackage.IsReferenced() } });
    }

    internal static FileRoutesBuilder AddFileRoutes(this IHostApplicationBuilder builder, FileRoutesSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);

        if (settings.Rules.IsSet)
        {
            services.AddSingleton(new RouteRules(settings.Rules));
        }

        // Before the start-up file runs, which may read an asset.
        AssetFiles.Add(builder, settings.Root);
        services.TryAddSingleton<HandlerSettingsFactory>();
        services.TryAddSingleton(Clock.Create<FunctionBinder>);
        services.TryAddSingleton<EndpointFactory>();
        services.TryAddSingleton<FolderMiddlewareFactory>();
        services.TryAddSingleton<RouteMatchLogging>();
        services.TryAddSingleton<ErrorResponses>();
        services.TryAddSingleton<ValidatorDescriptions>();
        services.TryAddSingleton<IRateLimitCounters>(Clock.Create<MemoryCounters>);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RateLimiterOptions>, RateLimiterSetup>());
        services.TryAddSingleton<RouteJson>();
        services.TryAddSingleton(Clock.Create<ResponseCache>);
        services.TryAddSingleton<IDependencyVersions, MemoryVersions>();
        services.TryAddSingleton<IRevalidation, RouteRevalidation>();
        services.TryAddSingleton(Clock.Create<AfterRunner>);
        services.AddHostedService<AfterDrain>();
        services.TryAddSingleton(Clock.Create<OpenSockets>);
        SocketDrain.AddTo(services);
        services.TryAddScoped<IAfter, AfterQueue>();
        services.TryAddSingleton<PublishedJobs>();
        services.TryAddSingleton(Clock.Create<JobRunner>);
        services.TryAddSingleton<IJobs, NoJobs>();
        services.AddRateLimiter(_ => { });
        services.AddCors();
        ChallengeResponse.AddTo(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, SocketPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ExportedMethodPolicy>());
        services.TryAddSingleton<FileRouteDataSource>();
        services.TryAddSingleton<IPublishedFolders>(provider => provider.GetRequiredService<FileRouteDataSource>());
        services.TryAddSingleton<IPageFiles>(provider => provider.GetRequiredService<FileRouteDataSource>());
        services.TryAddSingleton<PageScripts>();
        services.TryAddSingleton<PageRenderer>();
        services.TryAddSingleton<PageProblems>();
        services.TryAddSingleton<PartBinder>();
        services.TryAddSingleton<PipelineState>();
        services.TryAddSingleton<PipelineCheck>();
        services.TryAddSingleton<BindingContexts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, RouteFileBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, ErrorFileBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, FolderFileBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, PageBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, LayoutBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFileBinder, JobBinder>());
        services.TryAddSingleton<RoutePublisher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, FileRoutesExceptionHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PathEscapeFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PathFormFilter>());
        services.AddHostedService<StartupLoader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<OpenApiOptions>, RouteDocument>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IActionDescriptorChangeProvider, RouteDescriptionChanges>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, RouteDescriptionProvider>());
        ProblemWriters.AddTo(services);
        var routes = new FileRoutesBuilder(builder, settings);
        if (settings.IsLive)
        {
            routes.AddLive();
        }

        if (BuiltFolder.Exists(settings.Root))
        {
            routes.AddBuilt(BuiltFolder.Open(settings.Root));
        }
        else
        {
            routes.FindJobs();
        }

        return routes;
    }

    /// <summary>
    /// Adds the middleware that route files and their folders need, in this order: routing, the <c>App</c> function of the start-up file,
    /// authentication, every <c>_middleware.cs</c>, HTTP logging, request timeouts, CORS, authorization, rate limits, output caching and
    /// antiforgery. Each one is added only if something uses it. Call this after exception handling and after all middleware that changes
    /// the path (<c>UsePathBase</c>, <c>UseRewriter</c>), and before <see cref="MapFileRoutes"/>.
    /// </summary>
    /// <param name="app">The application on which the routes are mapped.</param>
    /// <returns>The application.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFileRoutes</c> was not called.</exception>
    /// <exception cref="FileRoutesException">The start-up file's <c>App</c> threw.</exception>
    public static WebApplication UseFileRoutes(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var source = SourceOf(app);
        app.UseRoutePipeline(source);
        return app;
    }

    /// <summary>
    /// Maps every route file. If <see cref="UseFileRoutes"/> was not called, the <c>App</c> function of the start-up file runs first. The
    /// files are loaded when the application starts, before it listens. A <see cref="FileRoutesException"/> with all errors stops the
    /// start.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its endpoints.</param>
    /// <returns>A builder for conventions that apply to every file route, such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFileRoutes</c> was not called.</exception>
    /// <exception cref="FileRoutesException">
    /// The start-up file's <c>App</c> threw, or the endpoints are not those of a <see cref="WebApplication"/>.
    /// </exception>
    public static IEndpointConventionBuilder MapFileRoutes(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var source = SourceOf(endpoints);

        var state = endpoints.ServiceProvider.GetRequiredService<PipelineState>();
        if (!state.HasAppRun)
        {
            endpoints.ServiceProvider.GetService<RouteStartup>()?.AddMiddleware(endpoints);
        }

        endpoints.DataSources.Add(source);
        state.Map(isGroup: endpoints is RouteGroupBuilder);
        return source.Conventions;
    }

    private static FileRouteDataSource SourceOf(IEndpointRouteBuilder endpoints) =>
        endpoints.ServiceProvider.GetService<FileRouteDataSource>()
        ?? throw new InvalidOperationException(UsageTexts.ServicesNotAdded);
}
