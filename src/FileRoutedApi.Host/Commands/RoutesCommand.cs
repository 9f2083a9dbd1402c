using System.CommandLine;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints the route table in match order.</summary>
internal static class RoutesCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        var json = new Option<bool>("--json") { Description = "Print a JSON array of { pattern, methods, file, kind }." };
        var routes = new Command("routes", "List the routes in match order.") { folder, json };
        routes.SetAction(result =>
            RunAsync(ServedFolder.Open(result.GetValue(folder), settings, "Development"), result.GetValue(json)));
        return routes;
    }

    /// <summary>Prints the routes of the files without errors, and the errors of the others.</summary>
    /// <returns>0, or 1 if there are errors.</returns>
    /// <exception cref="FileRoutesException">The settings have errors.</exception>
    private static async Task<int> RunAsync(ServedFolder served, bool json)
    {
        var settings = FolderSettings.Read(served.CreateBuilder().Configuration, served.Root).Routes;
        var diagnostics = new List<RouteDiagnostic>();
        var folder = new RouteFolder(settings.Root);
        var table = folder.CreateTable(settings.Table, diagnostics);
        var routes = RouteListing.Create(folder, table, diagnostics);
        foreach (var diagnostic in diagnostics.Order(RouteDiagnosticComparer.Instance))
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(diagnostic.ToString()));
        }

        if (json || routes.Count > 0)
        {
            Console.WriteLine(json ? ToJson(routes) : ToTable(routes));
        }

        if (!json && table.PublicFiles.All.Count is > 0 and var count)
        {
            Console.WriteLine($"{StaticFileCount.Of(count)} in {PublicFolder.Name}/");
        }

        if (!json && table.Jobs.Count > 0)
        {
            Console.WriteLine($"{JobCount.Of(table.Jobs.Count)} in {RouteFolder.Jobs}/");
        }

        return diagnostics.Any(diagnostic => diagnostic.IsError) ? 1 : 0;
    }

    private static string ToJson(IEnumerable<RouteListing> routes) => JsonOutput.Of(
        routes.Select(route => new
        {
            pattern = route.File.Pattern,
            methods = route.Methods,
            file = route.File.Path,
            kind = route.File.Kind switch
            {
                RouteSegmentKind.Static => "static",
                RouteSegmentKind.Dynamic => "dynamic",
                RouteSegmentKind.CatchAll => "catch-all",
                _ => "optional-catch-all",
            },
        }));

    private static string ToTable(IReadOnlyList<RouteListing> routes)
    {
        var rows = routes
            .Select(route => (
                Methods: string.Join(',', route.Methods),
                Pattern: ControlCharacters.OnOneLine(route.File.Pattern),
                Path: ControlCharacters.OnOneLine(route.File.Path)))
            .ToList();
        var methods = rows.Max(row => (int?)row.Methods.Length) ?? 0;
        var patterns = rows.Max(row => (int?)row.Pattern.Length) ?? 0;
        return string.Join(Environment.NewLine, rows.Select(row =>
            $"{row.Methods.PadRight(methods)}  {row.Pattern.PadRight(patterns)}  {row.Path}"));
    }
}
