using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>A route and its methods, read from the syntax of the file. Nothing is compiled or run.</summary>
/// <param name="Methods">The exported methods; <c>*</c> for a function that handles every method.</param>
internal sealed record RouteListing(RouteFile File, IReadOnlyList<string> Methods)
{
    /// <summary>
    /// Lists the routes of a table in match order. A file with errors is left out, and its errors are added to the diagnostics.
    /// </summary>
    public static IReadOnlyList<RouteListing> Create(
        RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics)
    {
        var routes = new List<RouteListing>();
        foreach (var file in table.Routes)
        {
            if (SourceFile.Read(folder, file.Path, diagnostics) is { } read
                && RouteSource.Parse(read, debug: false) is var source && !source.HasSyntaxErrors(diagnostics))
            {
                var exports = RouteSyntax.Analyze(source, file, diagnostics).Exports;
                routes.Add(new RouteListing(file, [.. exports.SelectMany(MethodsOf)]));
            }
        }

        return routes;
    }

    private static IEnumerable<string> MethodsOf(LocalFunctionStatementSyntax export) => export.Identifier.ValueText switch
    {
        RouteExport.Page => ["GET"],
        RouteExport.Metadata or RouteExport.StaticParams => [],
        RouteExport.AnyMethod => NamedByAttribute(export) is { Length: > 0 } named ? named : ["*"],
        var method => [method],
    };

    private static string[] NamedByAttribute(LocalFunctionStatementSyntax export) =>
    [
        .. export.AttributeLists
            .SelectMany(list => list.Attributes)
            .Where(attribute => attribute.Name.ToString() is "HttpMethods" or nameof(HttpMethodsAttribute))
            .SelectMany(attribute => attribute.DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
            .Select(token => token.ValueText.ToUpperInvariant()),
    ];
}
