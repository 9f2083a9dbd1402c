using System.ComponentModel;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>Collects the functions of a start-up file while it is loaded. Called only by compiled code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RouteStartupBuilder
{
    private readonly string _file;
    private readonly List<RouteDiagnostic> _diagnostics;
    private readonly List<IDisposable> _owned = [];
    private Action<IServiceCollection, IConfiguration>? _services;
    private Action<WebApplication>? _app;
    private Func<IServiceProvider, CancellationToken, Task>? _start;

    internal RouteStartupBuilder(string file, List<RouteDiagnostic> diagnostics)
    {
        _file = file;
        _diagnostics = diagnostics;
    }

    /// <summary>Sets the function that registers services.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Services(Action<IServiceCollection, IConfiguration> function, int line, int column) => _services = function;

    /// <summary>Reports that the function that registers services has an unsupported signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Services(Delegate function, int line, int column) => _diagnostics.Add(RouteDiagnostics.StartupSignature(
        _file, line, column, "void Services(IServiceCollection services, IConfiguration configuration)"));

    /// <summary>Sets the function that adds middleware and endpoints.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void App(Action<WebApplication> function, int line, int column) => _app = function;

    /// <summary>Reports that the function that adds middleware has an unsupported signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void App(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(_file, line, column, "void App(WebApplication app)"));

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, Task> function, int line, int column) => _start = function;

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, ValueTask> function, int line, int column) =>
        _start = (services, stop) => function(services, stop).AsTask();

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, Task> function, int line, int column) => _start = (services, _) => function(services);

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, ValueTask> function, int line, int column) =>
        _start = (services, _) => function(services).AsTask();

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Action<IServiceProvider, CancellationToken> function, int line, int column) => _start = (services, stop) =>
    {
        function(services, stop);
        return Task.CompletedTask;
    };

    /// <summary>Sets the function that runs before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Action<IServiceProvider> function, int line, int column) => _start = (services, _) =>
    {
        function(services);
        return Task.CompletedTask;
    };

    /// <summary>Reports that the function that runs before requests are handled has an unsupported signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(
            _file, line, column, "Task Start(IServiceProvider services, CancellationToken stop)"));

    /// <summary>Registers a resource to be disposed with the application.</summary>
    /// <param name="resource">The value of a top-level <c>using</c> declaration.</param>
    public void Own(IDisposable? resource)
    {
        if (resource is not null)
        {
            _owned.Add(resource);
        }
    }

    internal RouteStartup Build() => new(_file, _services, _app, _start, _owned);
}
