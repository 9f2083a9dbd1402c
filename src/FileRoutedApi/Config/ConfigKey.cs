using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Config;

/// <summary>
/// One key of <see cref="RouteConfig"/>, of <see cref="MiddlewareConfig"/>, or of both. <see cref="ConfigKeys"/> lists all of them, so that a
/// key cannot exist without its check.
/// </summary>
internal abstract class ConfigKey
{
    private protected ConfigKey(string? ofFile, string? ofFolder)
    {
        OfFile = ofFile;
        OfFolder = ofFolder;
    }

    /// <summary>Gets the path of the key in <see cref="RouteConfig"/>, such as <c>Api.BodyParser</c>, or null.</summary>
    public string? OfFile { get; }

    /// <summary>Gets the path of the key in <see cref="MiddlewareConfig"/>, or null.</summary>
    public string? OfFolder { get; }

    /// <summary>
    /// Gets whether the key configures middleware of the pipeline. Such a key is an error without <c>UseFileRoutes</c> (FRA3028), and in a
    /// folder it also applies to unmatched paths.
    /// </summary>
    public bool IsForPipeline { get; init; }

    /// <summary>
    /// Gets whether the key changes responses in the pipeline, without metadata of endpoints. It is an error without <c>UseFileRoutes</c> too.
    /// </summary>
    public bool IsForResponses { get; init; }

    /// <summary>Returns what is wrong with the value in a file.</summary>
    public abstract IEnumerable<RouteDiagnostic> Check(RouteConfig config, ConfigPlace place);

    /// <summary>Returns what is wrong with the value in a folder.</summary>
    public abstract IEnumerable<RouteDiagnostic> Check(MiddlewareConfig config, ConfigPlace place);

    /// <summary>Returns whether a file has the key.</summary>
    public abstract bool IsSet(RouteConfig config);

    /// <summary>Returns whether a folder has the key.</summary>
    public abstract bool IsSet(MiddlewareConfig config);
}

/// <summary>One key and the type of its value.</summary>
/// <param name="check">Returns what is wrong with a value.</param>
/// <param name="isSet">Returns whether a value differs from the default.</param>
internal sealed class ConfigKey<T>(
    (string Path, Func<RouteConfig, T> Value)? file,
    (string Path, Func<MiddlewareConfig, T> Value)? folder,
    Func<T, ConfigPlace, IEnumerable<RouteDiagnostic>> check,
    Func<T, bool> isSet) : ConfigKey(file?.Path, folder?.Path)
{
    public override IEnumerable<RouteDiagnostic> Check(RouteConfig config, ConfigPlace place) =>
        file is { } key ? check(key.Value(config), place with { Key = key.Path }) : [];

    public override IEnumerable<RouteDiagnostic> Check(MiddlewareConfig config, ConfigPlace place) =>
        folder is { } key ? check(key.Value(config), place with { Key = key.Path }) : [];

    public override bool IsSet(RouteConfig config) => file is { } key && isSet(key.Value(config));

    public override bool IsSet(MiddlewareConfig config) => folder is { } key && isSet(key.Value(config));
}

/// <summary>Where a value is configured.</summary>
/// <param name="Positions">The positions of the properties in the file.</param>
/// <param name="Config">The whole configuration of the file, or null for a folder.</param>
/// <param name="Key">The path of the key.</param>
internal sealed record ConfigPlace(RouteFile File, ConfigPositions Positions, RouteConfig? Config, string Key)
{
    /// <summary>Returns the diagnostic for a value that is not valid (FRA2025).</summary>
    /// <param name="property">The property of the value that is wrong; null if it is the value itself.</param>
    public RouteDiagnostic Invalid(string mistake, string? property = null)
    {
        var (line, column) = PositionOf(property);
        return RouteDiagnostics.InvalidConfig(File.Path, line, column, mistake);
    }

    /// <summary>Returns the position of a property of the value, or of the value itself.</summary>
    public (int Line, int Column) PositionOf(string? property = null) => Positions.Of(property is null ? Key : $"{Key}.{property}");
}
