using System.Text.Json;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints the route table in match order.</summary>
internal static class RoutesCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task RunAsync(ServedFolder served, bool json)
    {
        var settings = FolderSettings.Read(served.CreateBuilder().Configuration, served.Root).Routes;
        var diagnostics = new List<RouteDiagnostic>();
        var folder = new RouteFolder(settings.Root);
        var table = folder.CreateTable(settings.Table, diagnostics);
        var routes = RouteListing.Create(folder, table, diagnostics);
        if (diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            throw new FileRoutesException(diagnostics);
        }

        foreach (var warning in diagnostics)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(warning.ToString()));
        }

        Console.WriteLine(json ? EscapeJson(ToJson(routes)) : ToTable(routes));
        if (!json && table.PublicFiles.All.Count is > 0 and var count)
        {
            Console.WriteLine($"{StaticFileCount.Of(count)} in {PublicFolder.Name}/");
        }
    }

    private static string ToJson(IEnumerable<RouteListing> routes) => JsonSerializer.Serialize(
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
        }),
        _json);

    // The serializer does not escape characters that change the direction of text.
    private static string EscapeJson(string json) =>
        string.Join(Environment.NewLine, json.ReplaceLineEndings("\n").Split('\n').Select(ControlCharacters.OnOneLine));

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
