using FileRoutedApi.Built;
using FileRoutedApi.Hosting;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi;

/// <summary>The builder that <c>AddFileRoutes</c> returns, for extensions such as <c>AddCompilation</c>.</summary>
public interface IFileRoutesBuilder
{
    /// <summary>Gets the services of the application.</summary>
    IServiceCollection Services { get; }
}

/// <param name="Application">The application's builder, whose services and configuration a start-up file gets.</param>
internal sealed record FileRoutesBuilder(IHostApplicationBuilder Application, FileRoutesSettings Settings) : IFileRoutesBuilder
{
    public IServiceCollection Services => Application.Services;

    /// <summary>Serves what was built into a folder.</summary>
    /// <exception cref="FileRoutesException">It cannot be used, or its start-up file threw.</exception>
    public void AddBuilt(BuiltFolder folder)
    {
        Services.AddSingleton<IRouteModuleSource>(new BuiltModuleSource(folder, Settings.Table.BasePath));
        if (folder.Manifest.Startup is not { } file)
        {
            return;
        }

        var diagnostics = new List<RouteDiagnostic>();
        AddStartup(RouteStartup.Load(folder.Load(ModuleNames.Startup), file.File, diagnostics) ?? throw new FileRoutesException(diagnostics));
    }

    /// <summary>Lets a start-up file register its services, and keeps it for <c>MapFileRoutes</c>.</summary>
    public void AddStartup(RouteStartup startup)
    {
        // Before the services of the file itself, which may depend on what 'Start' prepares.
        if (startup.HasStart)
        {
            Services.AddHostedService<RouteStartupWork>();
        }

        startup.AddServices(Services, Application.Configuration);
        Services.AddSingleton(startup);

        // Exception handlers run in the order of registration. This one must come after those of the application.
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
