using FileRoutedApi.Endpoints;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi;

/// <summary>Puts a folder of route files into an ASP.NET Core application.</summary>
public static class FileRoutesExtensions
{
    /// <summary>
    /// Adds what file routes need. Settings come from the section <c>FileRoutes</c>, then from
    /// <paramref name="configure"/>. Everything it reads has to be in the configuration by now.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="configure">Changes the settings after the configuration was read.</param>
    /// <returns>A builder for further parts; call <c>AddCompilation</c> on it where route files are source code.</returns>
    /// <exception cref="FileRoutesException">A setting is wrong (FRA3002, FRA3003).</exception>
    public static IFileRoutesBuilder AddFileRoutes(this IHostApplicationBuilder builder, Action<FileRoutesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSingleton(FileRoutesSettings.Read(builder.Configuration, builder.Environment.ContentRootPath, configure));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EndpointFactory>();
        services.TryAddSingleton<FileRouteDataSource>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, FileRoutesExceptionHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, PathEscapeFilter>());
        services.AddHostedService<FileRoutesLoader>();
        services.AddProblemDetails();
        return new FileRoutesBuilder(services);
    }

    /// <summary>
    /// Maps every route file. The files are loaded when the application starts, before it listens; a
    /// <see cref="FileRoutesException"/> with everything that is wrong stops the start.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its endpoints.</param>
    /// <returns>A builder for conventions that apply to every file route, such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFileRoutes</c> was not called.</exception>
    public static IEndpointConventionBuilder MapFileRoutes(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var source = endpoints.ServiceProvider.GetService<FileRouteDataSource>()
            ?? throw new InvalidOperationException("MapFileRoutes needs its services. Call builder.AddFileRoutes() before builder.Build().");
        endpoints.DataSources.Add(source);
        source.IsMapped = true;
        return source.Conventions;
    }
}
