using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>The start-up file as it was loaded: what it registers, and what it adds to the application.</summary>
internal sealed class RouteStartup(
    string file,
    Action<IServiceCollection, IConfiguration>? services,
    Action<WebApplication>? app,
    IReadOnlyList<IDisposable> owned) : IDisposable
{
    /// <exception cref="FileRoutesException">The function threw (FRA3007).</exception>
    public void AddServices(IServiceCollection collection, IConfiguration configuration) =>
        Run(nameof(RouteStartupBuilder.Services), () => services?.Invoke(collection, configuration));

    /// <param name="target">What the routes are mapped on.</param>
    /// <exception cref="FileRoutesException">The function threw (FRA3007), or there is no application to give it (FRA3009).</exception>
    public void AddMiddleware(object target)
    {
        if (app is null)
        {
            return;
        }

        var application = target as WebApplication ?? throw new FileRoutesException(RouteDiagnostics.NoApplicationForStartup(file));
        Run(nameof(RouteStartupBuilder.App), () => app(application));
    }

    public void Dispose()
    {
        foreach (var resource in owned.Reverse())
        {
            resource.Dispose();
        }
    }

    private void Run(string name, Action function)
    {
        try
        {
            function();
        }
        catch (Exception exception) when (exception is not FileRoutesException)
        {
            throw new FileRoutesException(RouteDiagnostics.StartupThrew(
                file, ExceptionPlace.LineIn(exception, file), name, $"{exception.GetType().Name}: {exception.Message}"));
        }
    }
}
