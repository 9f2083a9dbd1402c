using System.Collections;
using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The function <c>StaticParams</c> of a page or route handler, which lists the values of its parameters for a static export. Corresponds
/// to <c>generateStaticParams</c>.
/// </summary>
internal static class StaticParameters
{
    /// <summary>Binds the function. Adds an error if that is not possible, or if the URL has no parameter.</summary>
    /// <returns>A delegate that calls the function; null if the file has none, or if it cannot be bound.</returns>
    public static Func<HttpContext, Task<IEnumerable?>>? TryBind(RouteModule module, PartBinder parts, List<RouteDiagnostic> diagnostics)
    {
        if (module.Export(RouteExport.StaticParams) is not { } export)
        {
            return null;
        }

        var result = PageSignatures.ResultOf(export.Handler.Method.ReturnType);
        var mistake = ParametersOf(module.File).Count == 0 ? StaticParamsTexts.NoParameter()
            : result == typeof(string) || !result.IsAssignableTo(typeof(IEnumerable)) ? StaticParamsTexts.NotASequence(result.Name)
            : null;
        if (mistake is not null)
        {
            diagnostics.Add(RouteDiagnostics.InvalidStaticParams(module.File.Path, export.Line, export.Column, mistake));
            return null;
        }

        return parts.BindResult(module, export, diagnostics) is { } call ? async context => (IEnumerable?)await call(context) : null;
    }

    /// <summary>Returns the segments of a file that have a value, in the order of the URL.</summary>
    public static IReadOnlyList<RouteSegment> ParametersOf(RouteFile file) =>
        [.. file.Segments.Where(segment => segment.Kind != RouteSegmentKind.Static)];

    /// <summary>Returns the paths for the values that the function has returned.</summary>
    /// <exception cref="FormatException">An item has no value for a parameter; the message says which.</exception>
    public static IEnumerable<string> PathsOf(RouteFile file, IEnumerable items) => items.Cast<object?>().Select(item => PathOf(file, item));

    private static string PathOf(RouteFile file, object? item)
    {
        var parameters = ParametersOf(file);
        var path = new List<string>();
        foreach (var segment in file.Segments)
        {
            if (segment.Kind == RouteSegmentKind.Static)
            {
                path.Add(Uri.EscapeDataString(segment.Text));
                continue;
            }

            var values = TextsOf(ValueOf(item, segment, parameters)).ToList();
            if (values.Count == 0 && segment.Kind != RouteSegmentKind.OptionalCatchAll)
            {
                throw new FormatException(StaticParamsTexts.NoValue(segment.Text));
            }

            path.AddRange(values.Select(Uri.EscapeDataString));
        }

        return "/" + string.Join('/', path);
    }

    /// <summary>
    /// Returns the value of one parameter: of a dictionary by key, of a tuple by position, of another object by property. A page with one
    /// parameter can also return the values themselves.
    /// </summary>
    private static object? ValueOf(object? item, RouteSegment segment, IReadOnlyList<RouteSegment> parameters) => item switch
    {
        IDictionary values => values.Keys.Cast<object>()
            .Where(key => segment.Text.Equals(key as string, StringComparison.OrdinalIgnoreCase))
            .Select(key => values[key])
            .FirstOrDefault(),
        ITuple tuple when parameters.Count > 1 => tuple[parameters.ToList().IndexOf(segment)],
        null or string or IFormattable => item,
        IEnumerable when parameters.Count == 1 => item,
        _ => item.GetType().GetProperties()
            .FirstOrDefault(property => property.Name.Equals(segment.Text, StringComparison.OrdinalIgnoreCase))?.GetValue(item),
    };

    private static IEnumerable<string> TextsOf(object? value) => value switch
    {
        null => [],
        string text => text.Length == 0 ? [] : [text],
        IEnumerable items => items.Cast<object?>().SelectMany(TextsOf),
        IFormattable formattable => [formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture)],
        _ => [value.ToString() ?? ""],
    };
}
