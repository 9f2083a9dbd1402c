using System.ComponentModel;
using FileRoutedApi.Config;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi;

/// <summary>What a compiled route file reports about itself while it loads. Called by compiled code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RouteModuleBuilder
{
    private readonly RouteFile _file;
    private readonly List<RouteExport> _exports = [];
    private readonly List<object> _owned = [];
    private readonly List<RouteDiagnostic> _diagnostics;
    private RouteConfig _config = new();
    private MiddlewareConfig _folder = new();
    private int _configLine;

    internal RouteModuleBuilder(RouteFile file, List<RouteDiagnostic> diagnostics)
    {
        _file = file;
        _diagnostics = diagnostics;
    }

    /// <summary>Adds a function that answers requests.</summary>
    /// <param name="name"><c>Handler</c> or a method.</param>
    /// <param name="handler">The function.</param>
    /// <param name="line">The line of its name, counted from 1.</param>
    /// <param name="column">The column of its name, counted from 1.</param>
    /// <param name="documentation">Its documentation comment as XML without a root.</param>
    /// <param name="methods">The methods that its text speaks of.</param>
    /// <param name="statuses">The status codes that its text answers with.</param>
    /// <param name="contentTypes">The content types that its text answers with.</param>
    public void Export(
        string name, Delegate handler, int line, int column, string? documentation, string[] methods, int[] statuses, string[] contentTypes) =>
        _exports.Add(new RouteExport(name, handler, line, column, documentation, methods, statuses, contentTypes));

    /// <summary>Takes the file's configuration.</summary>
    /// <param name="config">The variable <c>config</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    public void Configure(RouteConfig? config, int line)
    {
        if (_file.Role.Config != FileConfig.Route)
        {
            Configure<RouteConfig>(config!, line);
            return;
        }

        _config = config ?? new RouteConfig();
        _configLine = line;
        Check(_config.Api.BodyParser.SizeLimit, nameof(BodyParserConfig.SizeLimit), line);
        Check(_config.Api.ResponseLimit.Size, nameof(ApiConfig.ResponseLimit), line);
        if (_config.MaxDuration is <= 0 or > 86_400)
        {
            _diagnostics.Add(RouteDiagnostics.MaxDurationOutOfRange(_file.Path, line, _config.MaxDuration.Value));
        }

        if (HasMistakes(ConfigMistakes.Find(_config, _file), line))
        {
            _config = new RouteConfig();
        }
    }

    /// <summary>Takes the configuration of a folder.</summary>
    /// <param name="config">The variable <c>config</c>.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    public void Configure(MiddlewareConfig? config, int line)
    {
        if (_file.Role.Config != FileConfig.Folder)
        {
            Configure<MiddlewareConfig>(config!, line);
            return;
        }

        _folder = config ?? new MiddlewareConfig();
        _configLine = line;
        Check(_folder.BodyParser.SizeLimit, nameof(BodyParserConfig.SizeLimit), line);
        if (HasMistakes(ConfigMistakes.Find(_folder, _file), line))
        {
            _folder = new MiddlewareConfig();
        }
    }

    /// <summary>Notes that a variable called <c>config</c> is something else.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="other">The variable.</param>
    /// <param name="line">The line of its declaration, counted from 1.</param>
    public void Configure<T>(T other, int line)
        where T : allows ref struct =>
        _diagnostics.Add(RouteDiagnostics.ConfigOfOtherType(
            _file.Path, line, typeof(T).Name, _file.Role.Config == FileConfig.Folder ? nameof(MiddlewareConfig) : nameof(RouteConfig)));

    /// <summary>Keeps a resource for as long as the module is in use.</summary>
    /// <param name="resource">What a top-level <c>using</c> declared.</param>
    public void Own(IDisposable? resource) => OwnResource(resource);

    /// <summary>Keeps a resource for as long as the module is in use.</summary>
    /// <param name="resource">What a top-level <c>await using</c> declared.</param>
    public void OwnAsync(IAsyncDisposable? resource) => OwnResource(resource);

    internal RouteModule Build(Func<IEnumerable<Type>> types, ModuleOrigin origin)
    {
        if ((_config.Revalidate.IsSet || _config.Dynamic == RouteDynamic.ForceStatic) && _exports.Count > 0 && !_exports.Any(export => export.Name is "GET" or RouteExport.AnyMethod))
        {
            HasMistakes(["The config keeps answers to GET, and the file has no function that answers it. Remove Revalidate and Dynamic, or add 'GET'."], _configLine);
        }

        HasMistakes(ConfigMistakes.FindUnusedBody(_folder, _exports.Select(export => export.Handler)), _configLine);
        return new(_file, _exports, _config, _folder, _owned, types, origin) { ConfigLine = Math.Max(1, _configLine) };
    }

    /// <summary>Reports what is wrong. Nobody is to make anything of such a configuration.</summary>
    private bool HasMistakes(IEnumerable<string> mistakes, int line)
    {
        var before = _diagnostics.Count;
        _diagnostics.AddRange(mistakes.Select(mistake => RouteDiagnostics.InvalidConfig(_file.Path, line, mistake)));
        return _diagnostics.Count > before;
    }

    private void OwnResource(object? resource)
    {
        if (resource is not null)
        {
            _owned.Add(resource);
        }
    }

    private void Check(ByteSize? size, string setting, int line)
    {
        if (size is { Bytes: null })
        {
            _diagnostics.Add(RouteDiagnostics.UnreadableSize(_file.Path, line, setting, size.Value.Text));
        }
    }
}
