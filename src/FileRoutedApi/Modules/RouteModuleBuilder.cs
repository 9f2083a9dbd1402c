using System.ComponentModel;
using System.Reflection;
using FileRoutedApi.Config;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi;

/// <summary>Collects the exports and the configuration of a compiled route file while it loads. Only compiled code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RouteModuleBuilder
{
    private readonly RouteFile _file;
    private readonly List<RouteExport> _exports = [];
    private readonly List<object> _owned = [];
    private readonly List<RouteDiagnostic> _diagnostics;
    private RouteConfig _config = new();
    private MiddlewareConfig _folder = new();
    private JobConfig _job = new();
    private PageMetadata? _metadata;
    private ConfigPositions _positions = new(1, null);

    internal RouteModuleBuilder(RouteFile file, List<RouteDiagnostic> diagnostics)
    {
        _file = file;
        _diagnostics = diagnostics;
    }

    /// <summary>Adds a function that handles requests.</summary>
    /// <param name="name"><c>Handler</c>, or a method such as <c>GET</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    /// <param name="documentation">Its documentation comment, as XML without a root element.</param>
    /// <param name="methods">The methods that occur in its code.</param>
    /// <param name="statuses">The status codes that occur in its code.</param>
    /// <param name="contentTypes">The content types that occur in its code.</param>
    public void Export(
        string name, Delegate handler, int line, int column, string? documentation, string[] methods, int[] statuses, string[] contentTypes) =>
        _exports.Add(new RouteExport(name, handler, line, column, documentation, methods, statuses, contentTypes));

    /// <summary>Sets the configuration of the file.</summary>
    /// <param name="config">The variable <c>config</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    /// <param name="properties">The properties that the file sets, each with its line and column: <c>MaxDuration 4 5;Tags 5 5</c>.</param>
    public void Configure(RouteConfig? config, int line, string? properties = null)
    {
        if (_file.Role.Config != FileConfig.Route)
        {
            Configure<RouteConfig>(config!, line);
            return;
        }

        _config = config ?? new RouteConfig();
        _positions = new ConfigPositions(line, properties);
        if (Report(ConfigKeys.Check(_config, _file, _positions)))
        {
            _config = new RouteConfig();
        }
    }

    /// <summary>Sets the configuration of the folder.</summary>
    /// <param name="config">The variable <c>config</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    /// <param name="properties">The properties that the file sets, each with its line and column: <c>MaxDuration 4 5;Tags 5 5</c>.</param>
    public void Configure(MiddlewareConfig? config, int line, string? properties = null)
    {
        if (_file.Role.Config != FileConfig.Folder)
        {
            Configure<MiddlewareConfig>(config!, line);
            return;
        }

        _folder = config ?? new MiddlewareConfig();
        _positions = new ConfigPositions(line, properties);
        if (Report(ConfigKeys.Check(_folder, _file, _positions)))
        {
            _folder = new MiddlewareConfig();
        }
    }

    /// <summary>Sets the configuration of the job.</summary>
    /// <param name="config">The variable <c>config</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    /// <param name="properties">The properties that the file sets, each with its line and column: <c>Cron 4 5;TimeZone 5 5</c>.</param>
    public void Configure(JobConfig? config, int line, string? properties = null)
    {
        if (_file.Role.Config != FileConfig.Job)
        {
            Configure<JobConfig>(config!, line);
            return;
        }

        _job = config ?? new JobConfig();
        _positions = new ConfigPositions(line, properties);
        if (Report(JobConfigCheck.Check(_job, _file, _positions)))
        {
            _job = new JobConfig();
        }
    }

    /// <summary>Reports that a variable called <c>config</c> has another type.</summary>
    /// <typeparam name="T">The type of the variable.</typeparam>
    /// <param name="other">The variable.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    /// <param name="properties">The properties that the file sets.</param>
    public void Configure<T>(T other, int line, string? properties = null)
        where T : allows ref struct =>
        _diagnostics.Add(RouteDiagnostics.ConfigOfOtherType(_file.Path, line, "config", typeof(T).Name, _file.Role.Config switch
        {
            FileConfig.Folder => nameof(MiddlewareConfig),
            FileConfig.Route => nameof(RouteConfig),
            FileConfig.Job => nameof(JobConfig),
            _ => null,
        }));

    /// <summary>Sets the metadata of the page or layout.</summary>
    /// <param name="metadata">The variable <c>metadata</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    public void Describe(PageMetadata? metadata, int line) => _metadata = metadata;

    /// <summary>Reports that a variable called <c>metadata</c> has another type.</summary>
    /// <typeparam name="T">The type of the variable.</typeparam>
    /// <param name="other">The variable.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    public void Describe<T>(T other, int line)
        where T : allows ref struct =>
        _diagnostics.Add(RouteDiagnostics.ConfigOfOtherType(_file.Path, line, "metadata", typeof(T).Name, nameof(PageMetadata)));

    /// <summary>Registers a resource that is disposed when the module is no longer in use.</summary>
    /// <param name="resource">The resource of a top-level <c>using</c> declaration.</param>
    public void Own(IDisposable? resource) => OwnResource(resource);

    /// <summary>Registers a resource that is disposed when the module is no longer in use.</summary>
    /// <param name="resource">The resource of a top-level <c>await using</c> declaration.</param>
    public void OwnAsync(IAsyncDisposable? resource) => OwnResource(resource);

    internal RouteModule Build(Func<IEnumerable<Type>> types, ModuleOrigin origin)
    {
        // These checks need the functions, which may be exported after the configuration is set.
        var isCached = _config.Revalidate.IsSet || _config.Dynamic == RouteDynamic.ForceStatic;
        if (isCached && _exports.Count > 0 && !_exports.Any(export => export.Name is "GET" or RouteExport.AnyMethod or RouteExport.Page))
        {
            Add(_config.Revalidate.IsSet ? nameof(RouteConfig.Revalidate) : nameof(RouteConfig.Dynamic), ConfigTexts.CachedWithoutGet());
        }

        if (_exports.Count > 0 && _config.Socket.IsSet && !_exports.Exists(export => export.Name == RouteExport.Socket))
        {
            Add(nameof(RouteConfig.Socket), ConfigTexts.SocketWithoutFunction());
        }

        if (_config.MaxDuration is not null && _exports.Count > 0 && _exports.TrueForAll(export => export.Name == RouteExport.Socket))
        {
            Add(nameof(RouteConfig.MaxDuration), ConfigTexts.DurationOfSocket());
        }

        if (_folder.BodyParser.Enabled && !_exports.SelectMany(export => export.Handler.Method.GetParameters()).Any(TakesBody))
        {
            Add(nameof(MiddlewareConfig.BodyParser), ConfigTexts.BodyWithoutRequest());
        }

        return new(_file, _exports, _config, _folder, _owned, types, origin)
        {
            ConfigPositions = _positions,
            Metadata = _metadata,
            JobConfig = _job,
        };

        void Add(string property, string mistake)
        {
            var (line, column) = _positions.Of(property);
            _diagnostics.Add(RouteDiagnostics.InvalidConfig(_file.Path, line, column, mistake));
        }
    }

    private static bool TakesBody(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(ApiRequest) || parameter.ParameterType == typeof(ApiResponse);

    /// <summary>Adds mistakes to the diagnostics. Returns true if there are any; the configuration must not be used then.</summary>
    private bool Report(IEnumerable<RouteDiagnostic> mistakes)
    {
        var before = _diagnostics.Count;
        _diagnostics.AddRange(mistakes);
        return _diagnostics.Count > before;
    }

    private void OwnResource(object? resource)
    {
        if (resource is not null)
        {
            _owned.Add(resource);
        }
    }
}
