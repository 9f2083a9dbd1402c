using System.Reflection.Metadata;
using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

/// <summary>What a debugger needs to stop in a route file.</summary>
public class SymbolTests
{
    [Fact]
    public void The_symbols_name_the_file_with_its_path_and_checksum()
    {
        const string text = "void Handler(ApiRequest req, ApiResponse res)\n{\n    var x = 1;\n    res.Json(x);\n}\n";
        using var folder = new TestFolder(("api/post/[pid].cs", text));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Compile(folder).Symbols));
        var reader = symbols.GetMetadataReader();

        var document = Assert.Single(reader.Documents.Select(reader.GetDocument), document => reader.GetString(document.Name).EndsWith("[pid].cs", StringComparison.Ordinal));
        Assert.Equal(Path.Combine(folder.Root, "api/post/[pid].cs"), reader.GetString(document.Name));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text)), reader.GetBlobBytes(document.Hash));
    }

    [Fact]
    public void Every_line_of_a_function_can_have_a_breakpoint()
    {
        using var folder = new TestFolder(("api/a.cs", "var shared = 0;\nvoid Handler(ApiRequest req, ApiResponse res)\n{\n    shared++;\n    res.Json(shared);\n}\n"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Compile(folder).Symbols));
        var reader = symbols.GetMetadataReader();

        var lines = reader.MethodDebugInformation
            .Select(reader.GetMethodDebugInformation)
            .SelectMany(method => method.GetSequencePoints())
            .Where(point => !point.IsHidden && reader.GetString(reader.GetDocument(point.Document).Name).EndsWith("api/a.cs", StringComparison.Ordinal))
            .Select(point => point.StartLine);

        Assert.Superset(new HashSet<int> { 1, 3, 4, 5, 6 }, lines.ToHashSet());
    }

    private static CompiledImage Compile(TestFolder folder)
    {
        var routes = new RouteFolder(folder.Root);
        var route = Assert.Single(routes.CreateTable(RouteTableOptions.Default, folder.Diagnostics).Routes);
        var source = SourceFile.Read(routes, route.Path, folder.Diagnostics)!;
        var generators = new SourceGenerators(new GeneratorFiles([]), new GeneratorLoader(), folder.Root, debug: true);
        var inputs = new ApplicationInputs(routes, [], null, null, []);
        return new RouteCompiler(inputs, [], null, generators, CompileMode.Debug).CompileRoutes([new RouteContent(route, source)], skipFilesWithErrors: false, folder.Diagnostics, TestContext.Current.CancellationToken)!;
    }
}
