using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

/// <summary>An edited file is compiled against fewer references, with the same result.</summary>
public class ReferenceSelectionTests
{
    /// <summary>Gets the route files of this repository that need no package.</summary>
    public static IEnumerable<TheoryDataRow<string>> Files =>
        new RouteFolder(Repository.Root).CreateTable(RouteTableOptions.Default, []).Files.Select(file => new TheoryDataRow<string>(file.Path));

    public static TheoryData<string, string> Bodies => new()
    {
        { "types of usings", "return Results.Json(new List<int> { 1, 2 }.Where(x => x > 1).ToDictionary(x => x));" },
        { "qualified names", "return Results.Text(System.Text.Json.JsonSerializer.Serialize(System.Text.RegularExpressions.Regex.Match(\"a\", \"b\").Value));" },
        { "a query expression", "return Results.Json(from x in new[] { 1, 2 } orderby x descending group x by x % 2 into g select g.Key);" },
        { "a query over a type of the file", "return Results.Json(from x in new Box<int>(3) select x + 1);" },
        { "dynamic", "dynamic d = new System.Dynamic.ExpandoObject(); d.x = 1; return Results.Json((object)d.x);" },
        { "an expression tree", "System.Linq.Expressions.Expression<Func<int, int>> f = x => x * 2; return Results.Json(f.Compile()(2));" },
        { "deconstruction and patterns", "var (a, b) = KeyValuePair.Create(1, \"x\"); return Results.Json(b is [_, .. var rest] ? rest : a.ToString());" },
        { "await foreach", "await foreach (var x in Numbers()) { return Results.Json(x); } return Results.NoContent();" },
        { "an extension GetEnumerator", "foreach (var x in 1..3) { return Results.Json(x); } return Results.NoContent();" },
        { "an awaitable of the framework", "await System.Threading.Channels.Channel.CreateBounded<int>(1).Writer.WriteAsync(1); return Results.NoContent();" },
        { "spans", "Span<char> s = stackalloc char[4]; \"abc\".AsSpan().CopyTo(s); return Results.Text(s[..3].ToString());" },
        { "collection expressions", "System.Collections.Immutable.ImmutableArray<int> x = [1, 2]; HashSet<int> y = [.. x]; return Results.Json(y);" },
        { "a collection expression for a list", "IList<int> x = [1, 2, .. new[] { 3 }]; List<string> y = [\"a\", .. Enumerable.Repeat(\"b\", 2)]; return Results.Json((x, y));" },
        { "an inline array", "ReadOnlySpan<string> x = [\"a\", DateTime.Now.ToString()]; return Results.Json(x.Length);" },
        { "params", "return Results.Text(string.Concat(\"a\", \"b\", \"c\", \"d\", DateTime.Now.ToString()) + $\"{1}{2}{3}{4}{5}\");" },
        { "an anonymous type", "return Results.Json(new { a = 1, b = \"x\", c = new { d = 1.5 } });" },
        { "a switch over texts", "return Results.Json(req.Method switch { \"a\" => 1, \"b\" => 2, \"c\" => 3, \"d\" => 4, \"e\" => 5, \"f\" => 6, \"g\" => 7, _ => 8 });" },
        { "a property pattern", "return Results.Json(req is { Method.Length: > 3, Url: [_, ..] });" },
        { "an overload with a type of another assembly", "return Results.Text(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData([1, 2])));" },
        { "an interpolated string handler", "return Results.Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{1.5:0.0}\"));" },
        { "types that are only inferred", "var document = System.Xml.Linq.XDocument.Parse(\"<a/>\"); return Results.Text(document.Root!.Name.LocalName);" },
        { "a base type in another assembly", "using var table = new System.Data.DataTable(); return Results.Json(table.Site is null);" },
        { "arithmetic of another assembly", "return Results.Text((System.Numerics.BigInteger.One + 2).ToString());" },
        { "lock", "var gate = new Lock(); lock (gate) { return Results.NoContent(); }" },
        { "delegates and events", "var c = new System.ComponentModel.BindingList<int>(); c.ListChanged += (_, e) => e.ToString(); return Results.Json(c.Count);" },
        { "services of ASP.NET Core", "return Results.Json(typeof(Microsoft.AspNetCore.Identity.PasswordHasher<string>).Name);" },
        { "nothing", "return null!;" },
    };

    public static TheoryData<string, string> Mistakes => new()
    {
        { "an unknown type", "Nope x = null!; return Results.Json(x);" },
        { "an extension without its using", "return Results.Json(new int[1].ToImmutableArray());" },
        { "an unknown namespace", "return Results.Json(System.Nope.Value);" },
        { "a wrong argument", "return Results.Json(int.Parse(true));" },
        { "an ambiguous name", "return Results.Json(typeof(Timer));" },
        { "a warning", "string s = null; return Results.Json(s);" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_this_repository_becomes_the_same_code(string path) => AssertSame(Repository.Root, path);

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_file_becomes_the_same_code(string name, string body)
    {
        Assert.NotEmpty(name);
        using var folder = Folder(body);
        AssertSame(folder.Root, "api/a.cs");
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void The_errors_and_warnings_are_the_same(string name, string body)
    {
        Assert.NotEmpty(name);
        using var folder = Folder(body, "using System.Timers;\nusing System.Threading;");
        var (_, all) = Compile(folder.Root, "api/a.cs", isLive: false);
        var (_, selected) = Compile(folder.Root, "api/a.cs", isLive: true);
        Assert.NotEmpty(all);
        Assert.Equal(all, selected);
    }

    [Fact]
    public void Most_references_are_left_out()
    {
        using var folder = Folder("return Results.Json(1);");
        var compiler = WarmCompiler(folder.Root, out _);
        Assert.InRange(compiler.Selection.Count, 5, ReferenceFiles.All.Count / 2);
        Assert.Equal(0, compiler.Selection.Failures);
    }

    [Fact]
    public void What_was_missing_is_selected_the_next_time()
    {
        // The base class of the type, in another assembly, is needed without being named.
        using var folder = Folder("using var table = new System.Data.DataTable(); return Results.Json(table.Site is null);");
        var compiler = WarmCompiler(folder.Root, out var content);
        var failures = compiler.Selection.Failures;
        Assert.InRange(failures, 0, 1);
        Assert.NotNull(compiler.CompileRoutes([content], false, [], TestContext.Current.CancellationToken));
        Assert.Equal(failures, compiler.Selection.Failures);
    }

    private static TestFolder Folder(string body, string usings = "") => new(("api/a.cs", $$"""
        {{usings}}
        async Task<IResult> GET(ApiRequest req)
        {
            await Task.Yield();
            {{body}}
        }

        static async IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 1; }

        record Box<T>(T Value) { public Box<R> Select<R>(Func<T, R> f) => new(f(Value)); }

        static class RangeExtensions
        {
            public static IEnumerator<int> GetEnumerator(this Range range) => Enumerable.Range(range.Start.Value, range.End.Value).GetEnumerator();
        }
        """));

    private static void AssertSame(string root, string path)
    {
        var (all, errors) = Compile(root, path, isLive: false);
        var (selected, _) = Compile(root, path, isLive: true);
        Assert.DoesNotContain(errors, error => error.IsError);
        Assert.Equal(CodeOf(all!), CodeOf(selected!));
    }

    private static (CompiledImage? Image, List<RouteDiagnostic> Diagnostics) Compile(string root, string path, bool isLive)
    {
        var compiler = Compiler(root, isLive);
        var content = ContentOf(root, path);
        if (isLive)
        {
            // This compilation may find that the selection is not enough.
            RouteCompiler.AllowSelection();
            compiler.CompileRoutes([content], skipFilesWithErrors: false, [], TestContext.Current.CancellationToken);
        }

        var diagnostics = new List<RouteDiagnostic>();
        return (compiler.CompileRoutes([content], skipFilesWithErrors: false, diagnostics, TestContext.Current.CancellationToken), diagnostics);
    }

    private static RouteCompiler WarmCompiler(string root, out RouteContent content)
    {
        var compiler = Compiler(root, isLive: true);
        content = ContentOf(root, "api/a.cs");
        RouteCompiler.AllowSelection();
        Assert.NotNull(compiler.CompileRoutes([content], skipFilesWithErrors: false, [], TestContext.Current.CancellationToken));
        return compiler;
    }

    private static RouteCompiler Compiler(string root, bool isLive)
    {
        var folder = new RouteFolder(root);
        var table = folder.CreateTable(RouteTableOptions.Default, []);
        var inputs = ApplicationInputs.Read(folder, table, [], new SourceFiles(folder, TimeProvider.System), []);
        var generators = new SourceGenerators(new GeneratorFiles([]), new GeneratorLoader(), root, debug: true);
        var compiler = new RouteCompiler(inputs, [], null, generators, CompileMode.Debug, isLive);
        if (inputs.Shared.Count > 0)
        {
            Assert.NotNull(compiler.CompileShared([], TestContext.Current.CancellationToken));
        }

        return compiler;
    }

    private static RouteContent ContentOf(string root, string path)
    {
        var folder = new RouteFolder(root);
        var route = folder.CreateTable(RouteTableOptions.Default, []).Files.Single(file => file.Path == path);
        return new RouteContent(route, SourceFile.Read(folder, path, [])!);
    }

    // Everything but the id of the module, and the debug data, which lists all references of the compilation.
    private static (string Metadata, string Bodies) CodeOf(CompiledImage image)
    {
        using var file = new PEReader(new MemoryStream(image.Assembly));
        var reader = file.GetMetadataReader();
        var metadata = file.GetMetadata().GetContent().ToArray();
        metadata.AsSpan(reader.GetHeapMetadataOffset(HeapIndex.Guid), reader.GetHeapSize(HeapIndex.Guid)).Clear();
        var bodies = reader.MethodDefinitions
            .Select(method => reader.GetMethodDefinition(method).RelativeVirtualAddress)
            .Where(address => address > 0)
            .Select(address => Convert.ToHexString(file.GetMethodBody(address).GetILBytes()!));
        return (Convert.ToHexString(metadata), string.Join('\n', bodies));
    }
}
