using System.ComponentModel;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Tests.Modules;

/// <summary>Everything that is legal in a file-based program works in a module.</summary>
public class ModuleTests
{
    [Fact]
    public async Task Variables_are_captured_and_live_as_long_as_the_module()
    {
        using var folder = new TestFolder(("api/x.cs", "var count = 0;\nint GET() => ++count;\n"));

        var get = Function<Func<int>>(await LoadAsync(folder), "GET");

        Assert.Equal((1, 2, 3), (get(), get(), get()));
    }

    [Fact]
    public async Task The_top_level_may_await()
    {
        using var folder = new TestFolder(("api/x.cs", "var text = await Task.Run(() => \"ready\");\nstring GET() => text;\n"));

        Assert.Equal("ready", Function<Func<string>>(await LoadAsync(folder), "GET")());
    }

    [Theory]
    [InlineData("using System.Text;\nstring GET() => new StringBuilder(\"x\").ToString();\n")]
    [InlineData("using static System.Globalization.CultureInfo;\nstring GET() => \"x\" + InvariantCulture.Name;\n")]
    [InlineData("using Text = System.Text;\nstring GET() => new Text.StringBuilder(\"x\").ToString();\n")]
    [InlineData("using Pair = (int Left, string Right);\nstring GET() => new Pair(1, \"x\").Right;\n")]
    [InlineData("global using System.Text;\nstring GET() => new StringBuilder(\"x\").ToString();\n")]
    [InlineData("""
        global using static System.Globalization.CultureInfo;
        using System.Text;
        string GET() => "x" + InvariantCulture.Name;
        """)]
    [InlineData("""
        #define YES
        #if YES
        using System.Text;
        #else
        using Nope;
        #endif
        string GET() => new StringBuilder("x").ToString();
        """)]
    [InlineData("#undef DEBUG\n#if DEBUG\nusing Nope;\n#endif\nstring GET() => \"x\";\n")]
    [InlineData("#!/usr/bin/env dotnet\nstring GET() => \"x\";\n")]
    [InlineData("string GET() => args.Length == 0 ? \"x\" : \"\";\n")]
    [InlineData("var args2 = args;\nvar module = \"x\";\nstring GET() => module;\nclass Module { }\n")]
    [InlineData("""
        #region a
        string GET()
        {
        #if NET10_0_OR_GREATER
            return "x";
        #else
            return null;
        #endif
        }
        #endregion
        record R;
        #pragma warning disable CS0169
        class C { int unused; }
        """)]
    [InlineData("#nullable disable\nstring GET() { string a = null; return a ?? \"x\"; }\n#nullable restore\nrecord R(string? A);\n")]
    [InlineData("/* a */ string GET() /* b */ => \"x\"; // c")]
    [InlineData("var text = \"\"\"\n    x\n    \"\"\";\nstring GET() => text;")]
    [InlineData("var text = @\"\nx\".Trim();\nstring GET() => text;\n")]
    [InlineData("\r\nstring GET()\r\n{\r\n    return \"x\";\r\n}\r\n")]
    [InlineData("\uFEFFstring GET() => \"x\";\n")]
    [InlineData("static string GET() => \"x\";\n")]
    [InlineData("string @GET() => Get(\"x\");\nstring Get(string key) => key;\n")]
    [InlineData("goto end;\nend:\n_ = 1;\nstring GET() => \"x\";\n")]
    [InlineData("{ var inner = 1; _ = inner; }\nfor (var i = 0; i < 2; i++) { }\nstring GET() => \"x\";\n")]
    [InlineData("string GET() => Text.X;\nstatic class Text { public const string X = \"x\"; }\n")]
    [InlineData("string GET() => Local.X;\nfile static class Local { public const string X = \"x\"; }\n")]
    [InlineData("""
        string GET() => new T().X;
        record struct T { public string X => nameof(X).ToLowerInvariant(); }
        enum E { A }
        delegate void D();
        interface I { }
        """)]
    public async Task A_file_based_program_is_a_module(string text)
    {
        using var folder = new TestFolder(("api/x.cs", text));

        Assert.Equal("x", Function<Func<string>>(await LoadAsync(folder), "GET")());
    }

    [Fact]
    public async Task Two_files_may_declare_the_same_type()
    {
        using var folder = new TestFolder(
            ("api/a.cs", "string GET() => new Data(1).ToString();\nrecord Data(int A);\n"),
            ("api/b.cs", "string GET() => new Data(\"x\").ToString();\nrecord Data(string B);\n"));

        var modules = await folder.LoadAsync();

        Assert.Empty(folder.Diagnostics);
        Assert.Equal(
            ["Data { A = 1 }", "Data { B = x }"],
            modules.Select(module => ((Func<string>)module.Exports[0].Handler)()));
    }

    [Fact]
    public async Task Files_of_lib_are_shared_with_their_internals_and_their_global_usings()
    {
        using var folder = new TestFolder(
            ("api/_lib/store.cs", """
                global using Shared;
                global using Text = System.Text.StringBuilder;
                namespace Shared;
                internal static class Store { internal static int Count; }
                """),
            ("api/a.cs", "int GET() => ++Store.Count;\n"),
            ("api/b/_lib/more.cs", "internal record More(int A);\n"),
            ("api/b/c.cs", "string GET() => new Text().Append(++Store.Count).Append(new More(1).A).ToString();\n"));

        var modules = await folder.LoadAsync();

        Assert.Empty(folder.Diagnostics);
        Assert.Equal(1, ((Func<int>)modules[0].Exports[0].Handler)());
        Assert.Equal("21", ((Func<string>)modules[1].Exports[0].Handler)());
    }

    [Fact]
    public async Task A_top_level_using_lives_as_long_as_the_module()
    {
        using var folder = new TestFolder(("api/x.cs", """
            using var first = new Resource("first");
            await using AsyncResource second = new(), third = new();
            using Resource? none = null;
            bool GET() => first.IsDisposed || second.IsDisposed || third.IsDisposed;

            class Resource(string name) : IDisposable
            {
                public string Name => name;
                public bool IsDisposed { get; private set; }
                public void Dispose() => IsDisposed = true;
            }

            class AsyncResource : IAsyncDisposable
            {
                public bool IsDisposed { get; private set; }
                public ValueTask DisposeAsync() { IsDisposed = true; return default; }
            }
            """));
        var module = await LoadAsync(folder);
        var isDisposed = Function<Func<bool>>(module, "GET");

        Assert.False(isDisposed());
        await module.DisposeAsync();
        Assert.True(isDisposed());
    }

    [Fact]
    public async Task Attributes_parameter_names_and_summaries_survive()
    {
        using var folder = new TestFolder(("api/x.cs", """
            using System.ComponentModel;

            /// <summary>Returns
            ///   one &amp; all.</summary>
            /// <param name="id">The id.</param>
            [Description("a function")]
            string GET([Description("a parameter")] int id = 5) => id.ToString();
            """));

        var export = Assert.Single((await LoadAsync(folder)).Exports);
        var parameter = Assert.Single(export.Handler.Method.GetParameters());

        Assert.Equal("Returns one & all.", DocumentationText.Of(DocumentationText.Parse(export.Documentation).Element("summary")));
        Assert.Equal("The id.", DocumentationText.Of(DocumentationText.Parse(export.Documentation).Element("param")));
        Assert.Contains(
            export.Handler.Method.GetCustomAttributes(true),
            attribute => attribute is DescriptionAttribute { Description: "a function" });
        Assert.Equal(("id", (object)5), (parameter.Name, parameter.DefaultValue!));
        Assert.Contains(parameter.GetCustomAttributes(true), attribute => attribute is DescriptionAttribute { Description: "a parameter" });
    }

    [Fact]
    public async Task A_config_is_read_after_the_top_level_has_run()
    {
        using var folder = new TestFolder(("api/x.cs", """
            var config = new RouteConfig
            {
                Api = { BodyParser = { SizeLimit = "500kb" }, ResponseLimit = "8mb", ExternalResolver = true },
                MaxDuration = 5,
            };
            if (config.MaxDuration == 5)
            {
                config.MaxDuration = 7;
            }

            void Handler(ApiRequest req, ApiResponse res) { }
            """));

        var config = (await LoadAsync(folder)).Config;

        Assert.Equal(
            (true, 512000L, 8388608L, true, 7),
            (
                config.Api.BodyParser.Enabled,
                config.Api.BodyParser.SizeLimit!.Value.Bytes!.Value,
                config.Api.ResponseLimit.Size!.Value.Bytes!.Value,
                config.Api.ExternalResolver,
                config.MaxDuration!.Value));
    }

    [Theory]
    [InlineData("BodyParser = false", false)]
    [InlineData("BodyParser = true", true)]
    [InlineData("BodyParser = { SizeLimit = 1000 }", true)]
    [InlineData("BodyParser = new() { SizeLimit = \"1mb\" }", true)]
    public async Task A_body_parser_is_off_on_or_limited(string config, bool enabled)
    {
        using var folder = new TestFolder(("api/x.cs", $$"""
            var config = new RouteConfig { Api = { {{config}} } };
            void Handler(ApiRequest req, ApiResponse res) { }
            """));

        Assert.Equal(enabled, (await LoadAsync(folder)).Config.Api.BodyParser.Enabled);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("0", true)]
    [InlineData("true", false)]
    [InlineData("1000", false)]
    [InlineData("\"8mb\"", false)]
    public async Task A_response_limit_is_off_on_or_a_size(string limit, bool isOff)
    {
        using var folder = new TestFolder(("api/x.cs", $$"""
            var config = new RouteConfig { Api = { ResponseLimit = {{limit}} } };
            void Handler(ApiRequest req, ApiResponse res) { }
            """));

        Assert.Equal(isOff, (await LoadAsync(folder)).Config.Api.ResponseLimit.IsOff);
    }

    [Fact]
    public async Task Checks_for_missing_values_compile_without_a_warning()
    {
        using var folder = new TestFolder(("api/x.cs", """
            void Handler(ApiRequest req, ApiResponse res)
            {
                string id = req.Query["id"];
                string[] slug = req.Query["slug"];
                string name = req.Query["name"] ?? "anonymous";
                string field = req.Body["field"];
                if (req.Query["x"] is null || req.Body is null || req.Query["y"] == "z")
                {
                    res.End(id + slug.Length + name + field + req.Cookies.GetValueOrDefault("c"));
                }
            }
            """));

        await folder.LoadAsync();

        Assert.Empty(folder.Diagnostics);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_stack_trace_names_the_users_file_and_line(string environment)
    {
        using var folder = new TestFolder(("api/users/[id].cs", """
            using System.Text;

            string GET()
            {
                throw new IOException("here");
            }
            """));
        var get = (Func<string>)(await folder.LoadAsync(environment))[0].Exports[0].Handler;

        var exception = Assert.Throws<IOException>(() => get());

        Assert.Contains($"in {Path.Combine(folder.Root, "api/users/[id].cs")}:line 5", exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_is_optimised_and_Development_can_be_stepped_through()
    {
        using var folder = new TestFolder(("api/x.cs", """
            #if DEBUG
            string GET() => "debug";
            #else
            string GET() => "release";
            #endif
            """));

        var development = await folder.LoadAsync("Development");
        var production = await folder.LoadAsync("Production");

        Assert.Equal("debug", ((Func<string>)development[0].Exports[0].Handler)());
        Assert.Equal("release", ((Func<string>)production[0].Exports[0].Handler)());
    }

    private static async Task<RouteModule> LoadAsync(TestFolder folder)
    {
        var modules = await folder.LoadAsync();
        Assert.Empty(folder.Diagnostics);
        return Assert.Single(modules);
    }

    private static T Function<T>(RouteModule module, string name)
        where T : Delegate =>
        (T)module.Exports.Single(export => export.Name == name).Handler;
}
