using System.ComponentModel;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>What a compiled start-up file reports about itself while it loads. Called by compiled code only.</summary>
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

    /// <summary>Takes the function that registers services.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Services(Action<IServiceCollection, IConfiguration> function, int line, int column) => _services = function;

    /// <summary>Notes that the function that registers services has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Services(Delegate function, int line, int column) => _diagnostics.Add(RouteDiagnostics.StartupSignature(
        _file, line, column, StartupTexts.Services));

    /// <summary>Takes the function that adds middleware and endpoints.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void App(Action<WebApplication> function, int line, int column) => _app = function;

    /// <summary>Notes that the function that adds middleware has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void App(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(_file, line, column, StartupTexts.App));

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, Task> function, int line, int column) => _start = function;

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, ValueTask> function, int line, int column) =>
        _start = (services, stop) => function(services, stop).AsTask();

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Func<IServiceProvider, Task> function, int line, int column) => _start = (services, _) => function(services);

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Func<IServiceProvider, ValueTask> function, int line, int column) => _start = (services, _) => function(services).AsTask();

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Action<IServiceProvider, CancellationToken> function, int line, int column) => _start = (services, stop) =>
    {
        function(services, stop);
        return Task.CompletedTask;
    };

    /// <summary>Takes the function that does the work of a start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Action<IServiceProvider> function, int line, int column) => _start = (services, _) =>
    {
        function(services);
        return Task.CompletedTask;
    };

    /// <summary>Notes that the function that does the work of a start has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(_file, line, column, StartupTexts.Start));

    /// <summary>Keeps a resource for as long as the application runs.</summary>
    /// <param name="resource">What a top-level <c>using</c> declared.</param>
    public void Own(IDisposable? resource)
    {
        if (resource is not null)
        {
            _owned.Add(resource);
        }
    }

    internal RouteStartup Build() => new(_file, _services, _app, _start, _owned);
}
