using System.Text;

namespace FileRoutedApi.Tests.Modules;

/// <summary>One test for each id of FRA2xxx, and the errors of the compiler.</summary>
public class ModuleErrorTests
{
    private const string Fine = "void Handler(ApiRequest req, ApiResponse res) => res.End();\n";
    private const string Accepting = "\nTask SOCKET(System.Net.WebSockets.WebSocket socket) => Task.CompletedTask;\n";
    private const string Passing = "async Task Middleware(ApiRequest req, ApiResponse res, Next next) => await next();\n";

    [Theory]
    [InlineData("")]
    [InlineData("// nothing yet\n")]
    [InlineData("var x = 1;\n")]
    [InlineData("void Helper() { }\n")]
    [InlineData("class Handler { }\n")]
    public Task FRA2001_a_file_has_a_function_that_handles_requests(string text) => ExpectAsync("FRA2001", 1, 1, text);

    [Fact]
    public Task FRA2002_a_file_has_one_style() => ExpectAsync("FRA2002", 2, 8, Fine + "string GET() => \"x\";\n");

    [Theory]
    [InlineData("string get() => \"x\";\n", 8)]
    [InlineData("string Post() => \"x\";\n", 8)]
    [InlineData("void handler(ApiRequest req, ApiResponse res) { }\n", 6)]
    [InlineData("string get() => \"x\"; string GET() => get();\n", 8)]
    public Task FRA2003_names_of_functions_are_case_sensitive(string text, int column) => ExpectAsync("FRA2003", 1, column, text);

    [Fact]
    public Task FRA2004_an_async_handler_returns_a_task() =>
        ExpectAsync("FRA2004", 1, 12, "async void Handler(ApiRequest req, ApiResponse res) { await Task.Yield(); }\n");

    [Fact]
    public Task FRA2005_a_handler_has_no_type_parameters() =>
        ExpectAsync("FRA2005", 1, 6, "void Handler<T>(ApiRequest req, ApiResponse res) { }\n");

    [Theory]
    [InlineData("public")]
    [InlineData("private")]
    [InlineData("internal")]
    public Task FRA2006_a_function_is_neither_public_nor_private(string modifier) => ExpectAsync("FRA2006", 1, 1, $"{modifier} {Fine}");

    [Theory]
    [InlineData("namespace X { class Y { } }\n")]
    [InlineData("namespace X;\n")]
    public Task FRA2007_a_route_file_has_no_namespace(string text) => ExpectAsync("FRA2007", 1, 1, text);

    [Theory]
    [InlineData("if (args.Length > 5) return;\n", 22)]
    [InlineData("if (args.Length > 5) return 1;\n", 22)]
    public Task FRA2008_the_top_level_does_not_return(string text, int column) => ExpectAsync("FRA2008", 1, column, text + Fine);

    [Fact]
    public Task FRA2009_an_assembly_attribute_is_not_allowed_in_a_route_file() =>
        ExpectAsync("FRA2009", 1, 1, "[assembly: System.Reflection.AssemblyTitle(\"x\")]\n" + Fine);

    [Fact]
    public Task FRA2010_a_directive_that_would_change_the_build_is_refused() => ExpectAsync("FRA2010", 1, 1, "#:project ../Other\n" + Fine);

    [Fact]
    public async Task FRA2010_shared_code_has_no_directives()
    {
        using var folder = new TestFolder(("api/a.cs", Fine), ("api/_lib/b.cs", "\n#:package Dapper@2.1.66\nclass B;\n"));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2010", "api/_lib/b.cs", 2), (diagnostic.Id, diagnostic.File, diagnostic.Line));
    }

    [Fact]
    public async Task FRA3011_two_files_reference_one_version_of_a_package()
    {
        using var folder = new TestFolder(
            ("api/a.cs", "#:package Dapper@2.1.66\n" + Fine),
            ("api/b.cs", "// a comment\n#:package dapper@2.1.35\n" + Fine),
            ("api/Directory.Build.props", """
                <Project>
                <ItemGroup>
                <PackageReference Include="Dapper" Version="2.1.66" />
                </ItemGroup>
                </Project>
                """));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA3011", "api/b.cs", 2), (diagnostic.Id, diagnostic.File, diagnostic.Line));
        Assert.Contains("'api/Directory.Build.props'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#:package Dapper\n")]
    [InlineData("#:package Dapper@\n")]
    public Task FRA3012_a_package_has_a_version(string text) => ExpectAsync("FRA3012", 1, 1, text + Fine);

    [Theory]
    [InlineData("Api = { BodyParser = { SizeLimit = \"big\" } }", "SizeLimit is 'big'")]
    [InlineData("Api = { BodyParser = { SizeLimit = -1 } }", "SizeLimit is '-1'")]
    [InlineData("Api = { ResponseLimit = \"4 apples\" }", "ResponseLimit is '4 apples'")]
    public async Task FRA2011_a_size_can_be_read(string config, string message)
    {
        // The column is that of the innermost property.
        var text = $"var config = new RouteConfig {{ {config} }};";
        var column = text.IndexOf(message.Split(' ')[0], StringComparison.Ordinal) + 1;

        var diagnostic = await ExpectAsync("FRA2011", 2, column, $"\n{text}\n{Fine}");

        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string, string, string, string?, bool>> BodyParsers() =>
        from place in (string[])["file", "folder"]
        from enabled in (string[])["", "Enabled = true, ", "Enabled = false, "]
        from limit in (string[])["", "SizeLimit = \"2mb\"", "SizeLimit = \"2 mbb\"", "SizeLimit = -1"]
        let isOff = enabled.Contains("false", StringComparison.Ordinal)
        let id = limit is "" ? null : !limit.Contains("2mb", StringComparison.Ordinal) ? "FRA2011" : isOff ? "FRA2025" : null
        select new TheoryDataRow<string, string, string, string?, bool>(
            place, enabled, limit, id, !isOff && (place == "file" || enabled + limit != ""));

    [Theory]
    [MemberData(nameof(BodyParsers))]
    public async Task A_body_limit_is_enforced_or_is_an_error(string place, string enabled, string limit, string? id, bool isOn)
    {
        var isFile = place == "file";
        using var folder = new TestFolder(
            ("api/x.cs", isFile ? $"var config = new RouteConfig {{ Api = {{ BodyParser = {{ {enabled}{limit} }} }} }};\n{Fine}" : Fine),
            ("api/_middleware.cs", isFile ? Passing : $$"""
                var config = new MiddlewareConfig { BodyParser = { {{enabled}}{{limit}} } };
                {{Passing}}
                """));

        var modules = await folder.LoadAsync();

        Assert.Equal(
            id is null ? [] : [(id, isFile ? "api/x.cs" : "api/_middleware.cs", 1)],
            folder.Diagnostics.Select(diagnostic => (diagnostic.Id, diagnostic.File!, diagnostic.Line)));
        var module = modules.SingleOrDefault(module => module.File.Path == (isFile ? "api/x.cs" : "api/_middleware.cs"));
        Assert.Equal(
            id is null ? isOn : null,
            id is null ? (isFile ? module?.Config.Api.BodyParser : module?.MiddlewareConfig.BodyParser)?.Enabled : null);
    }

    [Theory]
    [InlineData("BodyParser = false", false)]
    [InlineData("BodyParser = true", true)]
    [InlineData("BodyParser = new() { SizeLimit = \"1mb\" }", true)]
    [InlineData("BodyParser = new()", true)]
    [InlineData("", false)]
    public async Task A_body_parser_of_a_folder_is_off_unless_set(string config, bool enabled)
    {
        using var folder = new TestFolder(
            ("api/_middleware.cs", $"var config = new MiddlewareConfig {{ {config} }};\n{Passing}"),
            ("api/x.cs", Fine));

        var modules = await folder.LoadAsync();

        Assert.Empty(folder.Diagnostics);
        Assert.Equal(enabled, modules.Single(module => module.File.Path == "api/_middleware.cs").MiddlewareConfig.BodyParser.Enabled);
    }

    [Theory]
    [InlineData(
        "api/_middleware.cs", "var config = new MiddlewareConfig { BodyParser = true };\n", "no function of the file takes an ApiRequest")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { BodyParser = { SizeLimit = 5 } };
        Task Middleware(HttpContext context, RequestDelegate next) => next(context);
        """, "no function of the file takes an ApiRequest")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Authorize = \"\" };\n", "Authorize.Policy is ''")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Authorize = { Roles = "boss, " } };
        """, "Authorize.Roles is 'boss, '")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Authorize = { Schemes = " " } };
        """, "Authorize.Schemes is ' '")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { Socket = { MessageSizeLimit = 5 } };
        """ + Fine, "the file has no function for them")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { Socket = { KeepAliveInterval = -1 } };
        """ + Accepting, "Socket.KeepAliveInterval is -1")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { Socket = { KeepAliveTimeout = 1e9 } };
        """ + Accepting, "Socket.KeepAliveTimeout is 1000000000")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { Socket = { Protocols = ["a b"] } };
        """ + Accepting, "Socket.Protocols contains 'a b'")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { MaxDuration = 5 };
        """ + Accepting, "a WebSocket has no maximum duration")]
    [InlineData("api/s.cs", """
        var config = new RouteConfig { Revalidate = 5 };
        """ + Accepting, "the file has no function for GET")]
    [InlineData("api/_404.cs", """
        var config = new RouteConfig { Api = { BodyParser = { SizeLimit = 5 } } };
        """ + Fine, "because '_404.cs' does not read a body")]
    [InlineData("api/_error.cs", """
        var config = new RouteConfig { Api = { BodyParser = { SizeLimit = 5 } } };
        """ + Fine, "because '_error.cs' does not read a body")]
    public async Task FRA2025_a_configuration_has_an_effect(string path, string text, string message)
    {
        using var folder = new TestFolder((path, text), ("api/x.cs", Fine));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2025", path, 1), (diagnostic.Id, diagnostic.File, diagnostic.Line));
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var config = new RouteConfig\n{\n    MaxDuration = -1,\n    Revalidate = -2,\n};", "FRA2012 3,5", "FRA2025 4,5")]
    [InlineData(
        "RouteConfig config = new()\n{\n  Api = new() { BodyParser = { SizeLimit = \"x\" },\n  ResponseLimit = \"y\" },\n};",
        "FRA2011 3,32", "FRA2011 4,3")]
    [InlineData(
        "var config = new RouteConfig();\nconfig.MaxDuration = 0;\nconfig.Api.BodyParser.SizeLimit = \"x\";",
        "FRA2011 3,1", "FRA2012 2,1")]
    [InlineData("var config = new RouteConfig { Cors = { Origins = { \"x\" },\n MaxAge = -1 } };", "FRA2025 1,41", "FRA2025 2,2")]
    [InlineData("var config = new RouteConfig { Cors = \"x\" };", "FRA2025 1,32")]
    [InlineData("var config = new RouteConfig\n{\n  RateLimit = { Permits = 0,\n  Window = 0 } };", "FRA2025 3,17", "FRA2025 4,3")]
    [InlineData("var config = Make();\nstatic RouteConfig Make() => new() { MaxDuration = 0 };", "FRA2012 1,1")]
    public async Task A_mistake_in_a_configuration_is_reported_where_the_property_is_set(string text, params string[] expected)
    {
        using var folder = new TestFolder(("api/x.cs", $"{text}\n{Fine}"));

        await folder.LoadAsync();

        Assert.Equal(expected, folder.Diagnostics.Select(found => $"{found.Id} {found.Line},{found.Column}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(86_401)]
    public Task FRA2012_a_duration_is_a_second_to_a_day(int seconds) =>
        ExpectAsync("FRA2012", 1, 32, $"var config = new RouteConfig {{ MaxDuration = {seconds} }};\n{Fine}");

    [Fact]
    public async Task FRA2013_a_module_that_throws_while_loading_names_the_line()
    {
        var diagnostic = await ExpectAsync("FRA2013", 3, 1, "// x\nawait Task.Yield();\nthrow new IOException(\"no disk\");\n" + Fine);

        Assert.Contains("IOException: no disk", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA2014_a_file_is_UTF8()
    {
        using var folder = new TestFolder();
        folder.Write("api/x.cs", [.. Encoding.UTF8.GetBytes("// é\n" + Fine + "// caf"), 0xE9, .. "\n"u8]);

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2014", "api/x.cs", 3), (diagnostic.Id, diagnostic.File, diagnostic.Line));
    }

    [Theory]
    [InlineData("var config = new { Api = 1 };\n")]
    [InlineData("var config = \"text\";\n")]
    [InlineData("ReadOnlySpan<int> config = [1];\n")]
    public async Task FRA2015_a_config_of_another_type_is_a_warning(string text)
    {
        using var folder = new TestFolder(("api/x.cs", text + Fine));

        var modules = await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2015", 1, RouteDiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Line, diagnostic.Severity));
        Assert.Single(modules);
    }

    [Fact]
    public async Task FRA2017_a_directive_for_editors_is_a_warning()
    {
        using var folder = new TestFolder(("api/x.cs", "#!/usr/bin/env dotnet\n#:property LangVersion=preview\n" + Fine));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2017", 2, RouteDiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Line, diagnostic.Severity));
    }

    [Theory]
    [InlineData("void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End(\"ok\")\n}\n", "api/x.cs(3,18): error CS1002: ; expected")]
    [InlineData(
        "using System.Text;\n\nvoid Handler(ApiRequest req, ApiResponse res) =>\n    res.End(undefined);\n",
        "api/x.cs(4,13): error CS0103: The name 'undefined' does not exist in the current context")]
    [InlineData(
        "using Nope;\nvoid Handler(ApiRequest req, ApiResponse res) => res.End();\n",
        "api/x.cs(1,7): error CS0246: The type or namespace name 'Nope' could not be found (are you missing a using directive or an assembly reference?)")]
    [InlineData(
        "void Handler(ApiRequest req, ApiResponse res) => res.End();\n\nrecord R(Nope A);\n",
        "api/x.cs(3,10): error CS0246: The type or namespace name 'Nope' could not be found (are you missing a using directive or an assembly reference?)")]
    [InlineData(
        "void Handler(ApiRequest req, ApiResponse<R> res) => res.Status(200).Json(1);\nrecord R(int A);\n",
        "api/x.cs(1,74): error CS1503: Argument 1: cannot convert from 'int' to 'R'")]
    [InlineData("using System.Text;\nint x;\nint GET() => x;\n", "api/x.cs(3,5): error CS0165: Use of unassigned local variable 'x'")]
    [InlineData(
        "class A { }\nvoid Handler(ApiRequest req, ApiResponse res) { }\n",
        "api/x.cs(2,1): error CS8803: Top-level statements must precede namespace and type declarations.")]
    [InlineData(
        "void Handler(ApiRequest req, ApiResponse res) { }\nvoid Handler(ApiRequest req) { }\n",
        "api/x.cs(2,6): error CS0128: A local variable or function named 'Handler' is already defined in this scope")]
    public async Task A_compile_error_names_the_users_file_and_line(string text, string expected)
    {
        using var folder = new TestFolder(("api/x.cs", text));

        await folder.LoadAsync();

        Assert.Contains(expected, folder.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.All(folder.Diagnostics, diagnostic => Assert.Equal("api/x.cs", diagnostic.File));
        Assert.Equal(folder.Diagnostics.Distinct().Count(), folder.Diagnostics.Count);
    }

    [Fact]
    public async Task The_errors_of_all_files_are_reported_together_and_nothing_is_loaded()
    {
        using var folder = new TestFolder(
            ("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => res.End(nope);\n"),
            ("api/b.cs", "void Handler(ApiRequest req, ApiResponse res) =>;\n"),
            ("api/c.cs", "async void Handler(ApiRequest req, ApiResponse res) { await Task.Yield(); }\n"),
            ("api/_lib/d.cs", "class D { Nope x; }\n"),
            ("api/fine.cs", Fine));

        var modules = await folder.LoadAsync();

        Assert.Empty(modules);
        Assert.Equal(
            ["api/_lib/d.cs CS0246", "api/a.cs CS0103", "api/b.cs CS1525", "api/c.cs FRA2004"],
            folder.Diagnostics
                .Where(diagnostic => diagnostic.Severity == RouteDiagnosticSeverity.Error)
                .Select(diagnostic => $"{diagnostic.File} {diagnostic.Id}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_warning_of_the_compiler_is_reported()
    {
        using var folder = new TestFolder(("api/x.cs", """
            string text = null;
            void Handler(ApiRequest req, ApiResponse res) => res.End(text);
            """));

        var modules = await folder.LoadAsync();

        Assert.Single(modules);
        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(
            ("CS8600", 1, 15, RouteDiagnosticSeverity.Warning),
            (diagnostic.Id, diagnostic.Line, diagnostic.Column, diagnostic.Severity));
    }

    private static async Task<RouteDiagnostic> ExpectAsync(string id, int line, int column, string text)
    {
        using var folder = new TestFolder(("api/x.cs", text));
        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(
            (id, "api/x.cs", line, column, RouteDiagnosticSeverity.Error),
            (diagnostic.Id, diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Severity));
        return diagnostic;
    }
}
