using System.ComponentModel;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>Collects the functions of a compiled start-up file while it loads. Only compiled code calls it.</summary>
/// <remarks>
/// The compiled code contains one call for each function. If the signature is not supported, overload resolution chooses the overload with
/// a <see cref="Delegate"/>, which reports the line and column.
/// </remarks>
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

    /// <summary>Reports that the function that registers services has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Services(Delegate function, int line, int column) => _diagnostics.Add(RouteDiagnostics.StartupSignature(
        _file, line, column, StartupTexts.Services));

    /// <summary>Sets the function that adds middleware and endpoints.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void App(Action<WebApplication> function, int line, int column) => _app = function;

    /// <summary>Reports that the function that adds middleware has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void App(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(_file, line, column, StartupTexts.App));

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, Task> function, int line, int column) => _start = function;

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, CancellationToken, ValueTask> function, int line, int column) =>
        _start = (services, stop) => function(services, stop).AsTask();

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Func<IServiceProvider, Task> function, int line, int column) => _start = (services, _) => function(services);

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    public void Start(Func<IServiceProvider, ValueTask> function, int line, int column) =>
        _start = (services, _) => function(services).AsTask();

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Action<IServiceProvider, CancellationToken> function, int line, int column) => _start = (services, stop) =>
    {
        function(services, stop);
        return Task.CompletedTask;
    };

    /// <summary>Sets the function that runs at start, before requests are handled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Action<IServiceProvider> function, int line, int column) => _start = (services, _) =>
    {
        function(services);
        return Task.CompletedTask;
    };

    /// <summary>Reports that the function that runs at start has another signature.</summary>
    /// <param name="function">The function.</param>
    /// <param name="line">The line of its name, starting at 1.</param>
    /// <param name="column">The column of its name, starting at 1.</param>
    public void Start(Delegate function, int line, int column) =>
        _diagnostics.Add(RouteDiagnostics.StartupSignature(_file, line, column, StartupTexts.Start));

    /// <summary>Registers a resource that is disposed when the application stops.</summary>
    /// <param name="resource">The resource of a top-level <c>using</c> declaration.</param>
    public void Own(IDisposable? resource)
    {
        if (resource is not null)
        {
            _owned.Add(resource);
        }
    }

    internal RouteStartup Build() => new(_file, _services, _app, _start, _owned);
}
