using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation;

/// <summary>A route and the methods it answers, read from the syntax alone: nothing is compiled or run.</summary>
/// <param name="Methods">As exported; <c>*</c> for a function that answers every method.</param>
internal sealed record RouteListing(RouteFile File, IReadOnlyList<string> Methods)
{
    /// <summary>Lists a table in match order; a file with errors is left out and its errors are reported.</summary>
    public static async Task<IReadOnlyList<RouteListing>> CreateAsync(
        RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var routes = new List<RouteListing>();
        foreach (var file in table.Routes)
        {
            if (await RouteSource.ReadAsync(folder, file.Path, debug: false, diagnostics, cancellationToken) is { } source
                && !source.HasSyntaxErrors(diagnostics))
            {
                var exports = RouteSyntax.Analyze(source, diagnostics).Exports.Select(export => export.Identifier.Text);
                routes.Add(new RouteListing(file, [.. exports.Select(name => name == RouteExport.AnyMethod ? "*" : name)]));
            }
        }

        return routes;
    }
}
