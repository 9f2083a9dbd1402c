using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>A loaded start-up file: the functions that register services, add middleware and run before the first request.</summary>
internal sealed class RouteStartup(
    string file,
    Action<IServiceCollection, IConfiguration>? services,
    Action<WebApplication>? app,
    Func<IServiceProvider, CancellationToken, Task>? start,
    IReadOnlyList<IDisposable> owned) : IDisposable
{
    /// <summary>Runs the top-level statements of a compiled start-up file. Returns null, and adds a diagnostic, if they throw.</summary>
    public static RouteStartup? Load(Assembly assembly, string file, List<RouteDiagnostic> diagnostics)
    {
        var builder = new RouteStartupBuilder(file, diagnostics);
        try
        {
            ModuleNames.LoaderOf<Action<RouteStartupBuilder, string[]>>(assembly, file)(builder, []);
            return builder.Build();
        }
        catch (Exception exception)
        {
            diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(file, exception));
            return null;
        }
    }

    /// <summary>True if the file has the function <c>App</c>.</summary>
    public bool HasApp => app is not null;

    /// <exception cref="FileRoutesException">The function threw (FRA3007).</exception>
    public void AddServices(IServiceCollection collection, IConfiguration configuration) =>
        Run(nameof(RouteStartupBuilder.Services), () => services?.Invoke(collection, configuration));

    /// <param name="target">The application, or the group that the routes are mapped on.</param>
    /// <exception cref="FileRoutesException">The function threw (FRA3007), or the target is not an application (FRA3009).</exception>
    public void AddMiddleware(object target)
    {
        if (app is null)
        {
            return;
        }

        var application = target as WebApplication ?? throw new FileRoutesException(RouteDiagnostics.NoApplicationForStartup(file));
        Run(nameof(RouteStartupBuilder.App), () => app(application));
    }

    /// <summary>True if the file has the function <c>Start</c>.</summary>
    public bool HasStart => start is not null;

    /// <summary>Runs <c>Start</c> in its own service scope.</summary>
    /// <param name="stop">Cancelled when the application is stopped before it has started.</param>
    /// <exception cref="FileRoutesException">The function threw (FRA3007).</exception>
    public async Task StartAsync(IServiceProvider services, CancellationToken stop)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await start!(scope.ServiceProvider, stop);
        }
        catch (Exception exception) when (exception is not FileRoutesException
            && !(exception is OperationCanceledException && stop.IsCancellationRequested))
        {
            throw Threw(nameof(RouteStartupBuilder.Start), exception);
        }
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
            throw Threw(name, exception);
        }
    }

    private FileRoutesException Threw(string name, Exception exception) => new(RouteDiagnostics.StartupThrew(
        file, ExceptionPlace.LineIn(exception, file), name, $"{exception.GetType().Name}: {exception.Message}"));
}
