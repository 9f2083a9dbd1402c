using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation.Markup;

/// <summary>Compiles single files and returns their diagnostics. The compiler is shared, because creating one is slow.</summary>
public sealed class MarkupCompiler : IDisposable
{
    /// <summary>Stands before the place of an expected diagnostic.</summary>
    public const char Marker = '§';

    private readonly TestFolder _root = new();
    private readonly RouteCompiler _compiler;

    public MarkupCompiler() => _compiler = CreateCompiler([]);

    /// <summary>Returns the diagnostics of a route file, as <c>id line,column</c>, and those that its markers expect.</summary>
    public (IReadOnlyList<string> Found, IReadOnlyList<string> Expected) Compare(string text, params string[] ids)
    {
        var clean = text.Replace(Marker.ToString(), "", StringComparison.Ordinal);
        var expected = Places(text).Select((place, index) => $"{ids[index % ids.Length]} {place}");
        return ([.. Diagnose(clean).Select(ToText)], [.. expected]);
    }

    /// <summary>Returns the errors of a route file, in the order of their places.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnose(string text)
    {
        using var folder = new TestFolder(("api/x.cs", text));
        var routes = new RouteFolder(folder.Root);
        var route = Assert.Single(routes.CreateTable(RouteTableOptions.Default, folder.Diagnostics).Routes);
        var content = new RouteContent(route, SourceFile.Read(routes, route.Path, folder.Diagnostics)!);
        var image = _compiler.CompileRoutes([content], skipFilesWithErrors: false, folder.Diagnostics, TestContext.Current.CancellationToken);
        Assert.Equal(image is null, Errors(folder).Count > 0);
        return Errors(folder);
    }

    /// <summary>Returns the errors of shared code.</summary>
    public static IReadOnlyList<RouteDiagnostic> DiagnoseShared(string text)
    {
        using var folder = new TestFolder(("api/_lib/x.cs", text));
        var source = SourceFile.Read(new RouteFolder(folder.Root), "api/_lib/x.cs", folder.Diagnostics)!;
        var image = CreateCompiler([source]).CompileShared(folder.Diagnostics, TestContext.Current.CancellationToken);
        Assert.Equal(image is null, Errors(folder).Count > 0);
        return Errors(folder);
    }

    /// <summary>Returns the errors of a start-up file.</summary>
    public IReadOnlyList<RouteDiagnostic> DiagnoseStartup(string text)
    {
        using var folder = new TestFolder(("api/_startup.cs", text));
        var source = SourceFile.Read(new RouteFolder(folder.Root), "api/_startup.cs", folder.Diagnostics)!;
        var image = _compiler.CompileStartup(source, folder.Diagnostics, TestContext.Current.CancellationToken);
        Assert.Equal(image is null, Errors(folder).Count > 0);
        return Errors(folder);
    }

    public static string ToText(RouteDiagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.Line},{diagnostic.Column}";

    public void Dispose() => _root.Dispose();

    private static RouteCompiler CreateCompiler(IReadOnlyList<SourceFile> shared)
    {
        var root = Path.GetTempPath();
        var generators = new SourceGenerators(new GeneratorFiles([]), new GeneratorLoader(), root, debug: true);
        return new RouteCompiler(new ApplicationInputs(new RouteFolder(root), shared, null, null, []), [], null, generators, CompileMode.Debug);
    }

    private static List<RouteDiagnostic> Errors(TestFolder folder) =>
        [.. folder.Diagnostics.Where(diagnostic => diagnostic.IsError).OrderBy(diagnostic => (diagnostic.Line, diagnostic.Column))];

    private static IEnumerable<string> Places(string text)
    {
        var line = 1;
        var column = new StringBuilder();
        foreach (var c in text)
        {
            if (c == Marker)
            {
                yield return $"{line},{column.Length + 1}";
            }
            else
            {
                column = c == '\n' ? column.Clear() : column.Append(c);
                line += c == '\n' ? 1 : 0;
            }
        }
    }
}
