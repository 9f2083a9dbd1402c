using FileRoutedApi.AfterResponse;
using FileRoutedApi.Built;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Hosting;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi;

/// <summary>A builder that <c>AddFileRoutes</c> returns. Extensions such as <c>AddCompilation</c> add further services to it.</summary>
public interface IFileRoutesBuilder
{
    /// <summary>Gets the services of the application.</summary>
    IServiceCollection Services { get; }
}

/// <param name="Application">The application's builder. A start-up file gets its services and configuration.</param>
internal sealed record FileRoutesBuilder(IHostApplicationBuilder Application, FileRoutesSettings Settings) : IFileRoutesBuilder
{
    public IServiceCollection Services => Application.Services;

    /// <summary>Gets whether the folder may have jobs.</summary>
    public bool HasJobs { get; private set; }

    /// <summary>Reloads changed files while the application runs.</summary>
    public void AddLive()
    {
        Settings.IsLive = true;
        Services.AddSingleton(Clock.Create<LiveRoutes>);
        Services.AddSingleton<MatcherPolicy, EndpointSlotPolicy>();
    }

    /// <summary>Sets <see cref="HasJobs"/> for a folder with source files.</summary>
    public void FindJobs() => HasJobs = Settings.Table.HasJobs && RouteFolder.HasJobs(Settings.Root);

    /// <summary>Adds the modules and the start-up file of a built folder.</summary>
    /// <exception cref="FileRoutesException">The folder cannot be used, or its start-up file threw.</exception>
    public void AddBuilt(BuiltFolder folder)
    {
        Services.AddSingleton<IRouteModuleSource>(new BuiltModuleSource(folder, Settings.Table.BasePath));
        HasJobs = folder.Manifest.Jobs.Count > 0;
        if (folder.Manifest.Startup is not { } file)
        {
            return;
        }

        var diagnostics = new List<RouteDiagnostic>();
        AddStartup(RouteStartup.Load(folder.Load(ModuleNames.Startup), file.File, diagnostics)
            ?? throw new FileRoutesException(diagnostics));
    }

    /// <summary>
    /// Calls <c>Services</c> of a start-up file, and registers the file so that <c>MapFileRoutes</c> can call <c>App</c>.
    /// </summary>
    public void AddStartup(RouteStartup startup)
    {
        // Before the services of the file: its hosted services may depend on the work of 'Start'.
        if (startup.HasStart)
        {
            Services.AddHostedService<RouteStartupWork>();
        }

        startup.AddServices(Services, Application.Configuration);
        Services.AddSingleton(startup);

        AfterDrain.MoveToEnd(Services);

        // Exception handlers run in the order of their registration, and those of the start-up file take precedence.
        if (Services.FirstOrDefault(service => service.ImplementationType == typeof(FileRoutesExceptionHandler)) is { } last)
        {
            Services.Remove(last);
            Services.Add(last);
        }

        if (Services.Any(service => service.ServiceType == typeof(IAuthenticationSchemeProvider)))
        {
            Services.AddAuthorization();
        }
    }
}
