using System.Diagnostics;
using FileRoutedApi.Config;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>A loaded route file. Its top-level statements have run, and its functions can be called.</summary>
/// <param name="owned">The resources of its top-level <c>using</c> declarations, in their order.</param>
/// <param name="types">The types that it declares.</param>
[DebuggerDisplay("{File.Path,nq}")]
internal sealed class RouteModule(
    RouteFile file,
    IReadOnlyList<RouteExport> exports,
    RouteConfig config,
    MiddlewareConfig middlewareConfig,
    IReadOnlyList<object> owned,
    Func<IEnumerable<Type>> types,
    ModuleOrigin origin) : IAsyncDisposable
{
    /// <summary>Returns a module that stands in for a file with errors.</summary>
    public static RouteModule Empty(RouteFile file) => new(file, [], new RouteConfig(), new MiddlewareConfig(), [], () => [], ModuleOrigin.Earlier);

    private readonly Lazy<IReadOnlyList<Type>> _types = new(() => [.. types()]);

    public RouteFile File { get; } = file;

    public IReadOnlyList<RouteExport> Exports { get; } = exports;

    public RouteConfig Config { get; } = config;

    /// <summary>Gets the configuration of the folder, if the file is a <c>_middleware.cs</c>.</summary>
    public MiddlewareConfig MiddlewareConfig { get; } = middlewareConfig;

    /// <summary>Gets the configuration of the job, if the file is in <c>jobs/</c>.</summary>
    public JobConfig JobConfig { get; init; } = new();

    /// <summary>Gets the variable <c>metadata</c> of a page or layout; null if there is none.</summary>
    public PageMetadata? Metadata { get; init; }

    /// <summary>Gets the positions of the properties of the variable <c>config</c>.</summary>
    public ConfigPositions ConfigPositions { get; init; } = new(1, null);

    /// <summary>Gets the origin of its code.</summary>
    public ModuleOrigin Origin { get; } = origin;

    /// <summary>Returns an exported function, or null.</summary>
    public RouteExport? Export(string name) => Exports.FirstOrDefault(export => export.Name == name);

    /// <summary>Gets the types that the file declares.</summary>
    public IReadOnlyList<Type> Types => _types.Value;

    /// <summary>Gets the namespace of everything that the file declares; null if it has no function.</summary>
    public string? Namespace { get; } = (exports.Count > 0 ? exports[0] : null)?.Handler.Method.DeclaringType?.Namespace;

    /// <summary>Gets whether the module has resources to dispose.</summary>
    public bool OwnsResources => owned.Count > 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in owned.Reverse())
        {
            if (resource is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                ((IDisposable)resource).Dispose();
            }
        }
    }
}
