using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The development server as a process: what is saved is what answers.</summary>
public partial class DevTests
{
    private const string Hello = "void Handler(ApiRequest req, ApiResponse res) => res.Json(\"hello\");\n";
    private const string Broken = "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End(oops);\n}\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_with_errors_breaks_itself_only_from_the_start_and_comes_back_when_mended()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/b.cs", Broken), ("api/c.cs", "throw new InvalidOperationException(\"at load\");\nvoid Handler(ApiRequest req, ApiResponse res) { }\n"));

        await dev.SeeAsync("/api/a", "\"hello\"");
        await dev.SeeAsync("/api/b", "CS0103", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/c", "FRA2013", HttpStatusCode.InternalServerError);
        dev.Write("api/b.cs", Hello);
        await dev.SeeAsync("/api/b", "\"hello\"");
        await dev.SeeAsync("/api/c", "at load", HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("while (true) { }")]
    public async Task FRA2023_a_file_that_never_loads_holds_up_nobody(string endless)
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/b.cs", Hello));
        await dev.SeeAsync("/api/b", "\"hello\"");

        dev.Write("api/b.cs", $"{endless}\n#pragma warning disable CS0162\n{Hello}");
        await dev.SeeAsync("/api/b", "FRA2023", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/a", "\"hello\"");
        dev.Write("api/b.cs", Hello);
        await dev.SeeAsync("/api/b", "\"hello\"");
    }

    [Fact]
    public async Task Errors_of_names_break_none_of_the_others()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/post/[id].cs", Hello), ("api/post/[slug].cs", Hello));

        await dev.SeeAsync("/api/a", "\"hello\"");
        await dev.SeeAsync("/api/post/1", "\"hello\"");
        await dev.LineAsync("error FRA1005");
        dev.Delete("api/post/[slug].cs");
        await dev.SeeAsync("/api/post/1", "\"hello\"");
    }

    [Theory]
    [InlineData("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(oops);\n", "CS0103", "void Services(IServiceCollection services, IConfiguration configuration) { }\n")]
    [InlineData("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => throw new IOException(\"no disk\");\n", "no disk", "void Services(IServiceCollection services, IConfiguration configuration) { }\n")]
    [InlineData("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Bad>();\nclass Bad : IHostedService { public Task StartAsync(CancellationToken stop) => throw new IOException(\"no port\"); public Task StopAsync(CancellationToken stop) => Task.CompletedTask; }\n", "FRA3018", "void Services(IServiceCollection services, IConfiguration configuration) { }\n")]
    [InlineData("api/_startup.cs", "async Task Start(IServiceProvider services, CancellationToken stop)\n{\n    await Task.Yield();\n    throw new IOException(\"no table\");\n}\n", "no table", "Task Start(IServiceProvider services, CancellationToken stop) => Task.CompletedTask;\n")]
    [InlineData("api/_lib/Shared.cs", "static class Shared { public const int One = oops; }\n", "CS0103", "static class Shared { public const int One = 1; }\n")]
    public async Task What_all_files_stand_on_is_mended_while_the_server_waits(string path, string broken, string message, string mended)
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), (path, broken));

        await dev.SeeAsync("/api/a", message, HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/anything", message, HttpStatusCode.InternalServerError);
        dev.Write(path, mended);
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task Where_another_application_does_not_start_the_last_one_goes_on()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(Shared.Value);\n"), ("api/_lib/Shared.cs", "static class Shared { public const int Value = 1; }\n"));
        await dev.SeeAsync("/api/a", "1");

        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = two; }\n");
        await dev.LineAsync("api/_lib/Shared.cs(1,48): error CS0103");
        await dev.SeeAsync("/api/a", "1");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 3; }\n");
        await dev.SeeAsync("/api/a", "3");
    }

    [Fact]
    public async Task Where_the_work_of_a_start_fails_after_an_edit_the_last_application_goes_on()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Hello), ("api/_startup.cs", "Task Start(IServiceProvider services, CancellationToken stop) => Task.CompletedTask;\n"));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("api/_startup.cs", "Task Start(IServiceProvider services, CancellationToken stop) =>\n    throw new IOException(\"no table\");\n");
        await dev.LineAsync("api/_startup.cs(2,1): error FRA3007");
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task What_is_saved_while_another_application_starts_is_not_lost()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(Shared.Value);\n"),
            ("api/_lib/Shared.cs", "static class Shared { public const int Value = 1; }\n"),
            ("api/_startup.cs", "if (File.Exists(\"slow\")) { Console.WriteLine(\"starts slowly\"); while (File.Exists(\"slow\")) Thread.Sleep(10); }\nvoid Services(IServiceCollection services, IConfiguration configuration) { }\n"));
        await dev.SeeAsync("/api/a", "1");

        dev.Write("slow", "");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 2; }\n");
        await dev.LineAsync("starts slowly");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 3; }\n");
        dev.Delete("slow");

        await dev.SeeAsync("/api/a", "3");
    }

    [Fact]
    public async Task A_start_that_failed_is_tried_again_when_the_file_is_saved_as_it_was()
    {
        const string startup = "void Services(IServiceCollection services, IConfiguration configuration) { if (!File.Exists(\"database\")) throw new IOException(\"no database\"); }\n";
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/_startup.cs", startup));
        await dev.SeeAsync("/api/a", "no database", HttpStatusCode.InternalServerError);

        dev.Write("database", "");
        dev.Write("api/_startup.cs", startup);

        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Theory]
    [InlineData("{ \"A\": ", "FRA3006")]
    [InlineData("{ \"FileRoutes\": { \"BodySizeLimit\": \"large\" } }", "FRA3002")]
    public async Task Settings_that_are_broken_stay_an_error_until_they_are_mended(string settings, string id)
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("appsettings.json", "{ }"));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("appsettings.json", settings);
        await dev.LineAsync(id);
        dev.Write("api/a.cs", Hello + "\n");
        await dev.LineAsync("compiled api/a.cs");
        Assert.Contains(id, await dev.GetAsync("/_dev"), StringComparison.Ordinal);
        dev.Write("appsettings.json", "{ \"B\": 1 }");
        await dev.LineAsync("restarted 1 route");
        Assert.DoesNotContain(id, await dev.GetAsync("/_dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_fails_in_the_background_does_not_end_the_server()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Hello),
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Job>();\nclass Job : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { await Task.Delay(1, stop); throw new InvalidOperationException(\"job failed\"); } }\n"));

        await dev.WaitAsync(() => Task.FromResult(dev.Output.Contains("job failed", StringComparison.Ordinal)));
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task A_file_that_is_gone_for_a_moment_is_never_missed_though_others_come_meanwhile()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello));
        await dev.SeeAsync("/api/a", "\"hello\"");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var client = Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    Assert.Equal("\"hello\"", await dev.GetAsync("/api/a"));
                }
            },
            Stop);

        for (var i = 0; i < 10; i++)
        {
            dev.Delete("api/a.cs");
            dev.Write($"api/new{i}.cs", Hello);
            await Task.Delay(30, Stop);
            dev.Write("api/a.cs", Hello);
            await dev.SeeAsync($"/api/new{i}", "\"hello\"");
        }

        await over.CancelAsync();
        await client;
    }

    [Fact]
    public async Task A_change_is_noticed_behind_a_link_and_where_size_and_time_stay_the_same()
    {
        await using var dev = await Dev.StartAsync(("api/real/y.cs", Number(1)), ("api/one/x.cs", Number(1)), ("api/two/x.cs", Number(2)));
        File.CreateSymbolicLink(dev.PathOf("api/link.cs"), dev.PathOf("api/real/y.cs"));
        await dev.SeeAsync("/api/link", "1");
        foreach (var file in new[] { "api/one/x.cs", "api/two/x.cs" })
        {
            File.SetLastWriteTimeUtc(dev.PathOf(file), DateTime.UnixEpoch);
        }

        dev.Write("api/real/y.cs", Number(7));
        await dev.SeeAsync("/api/link", "7");
        Directory.Move(dev.PathOf("api/one"), dev.PathOf("aside"));
        Directory.Move(dev.PathOf("api/two"), dev.PathOf("api/one"));
        Directory.Move(dev.PathOf("aside"), dev.PathOf("api/two"));
        await dev.SeeAsync("/api/one/x", "2");
        await dev.SeeAsync("/api/two/x", "1");

        static string Number(int number) => $"void Handler(ApiRequest req, ApiResponse res) => res.Json({number});\n";
    }

    [Fact]
    public async Task Settings_and_the_start_up_file_are_followed_too()
    {
        const string handler = "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { setting = req.Services.GetRequiredService<IConfiguration>()[\"My:Setting\"], store = req.Services.GetService<TimeProvider>() is FixedTime });\n";
        await using var dev = await Dev.StartAsync(("api/a.cs", handler), ("api/_lib/FixedTime.cs", "class FixedTime : TimeProvider;\n"), ("appsettings.json", "{ \"My\": { \"Setting\": \"one\" } }"));
        await dev.SeeAsync("/api/a", """{"setting":"one","store":false}""");

        dev.Write("appsettings.json", "{ \"My\": { \"Setting\": \"two\" } }");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":false}""");
        dev.Write("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<TimeProvider>(new FixedTime());\n");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":true}""");
        dev.Delete("api/_startup.cs");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":false}""");
    }

    [Fact]
    public async Task Folders_come_move_and_go_with_their_routes()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("api/shop/items/[id]/index.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Query);\n");
        await dev.SeeAsync("/api/shop/items/7", """{"id":"7"}""");
        Directory.Move(dev.PathOf("api/shop"), dev.PathOf("api/store"));
        await dev.SeeAsync("/api/store/items/7", """{"id":"7"}""");
        await dev.SeeAsync("/api/shop/items/7", "", HttpStatusCode.NotFound);
        dev.Write("api/store/items/[id]/index.cs", Hello);
        await dev.SeeAsync("/api/store/items/7", "\"hello\"");
        Directory.Delete(dev.PathOf("api/store"), recursive: true);
        await dev.SeeAsync("/api/store/items/7", "", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_middleware_comes_changes_and_goes_and_nothing_gets_past_a_broken_one()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/in/b.cs", Hello));
        await dev.SeeAsync("/api/in/b", "\"hello\"");

        dev.Write("api/in/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).Json(\"first\");\n");
        await dev.SeeAsync("/api/in/b", "\"first\"", HttpStatusCode.Forbidden);
        dev.Write("api/in/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).Json(oops);\n");
        await dev.SeeAsync("/api/in/b", "CS0103", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/in/nope", "CS0103", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/a", "\"hello\"");
        dev.Write("api/in/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 1, Window = 3600 } };\n");
        await dev.SeeAsync("/api/in/b", "Too Many Requests", HttpStatusCode.TooManyRequests);
        dev.Write("api/in/_404.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(\"nothing here\");\n");
        dev.Delete("api/in/_middleware.cs");
        await dev.SeeAsync("/api/in/b", "\"hello\"");
        await dev.SeeAsync("/api/in/nope", "\"nothing here\"", HttpStatusCode.NotFound);
        await dev.SeeAsync("/api/nope", "Not Found", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Functions_that_come_and_go_change_the_methods()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "IResult GET() => Results.Ok(1);\n"));
        Assert.Equal("GET, HEAD, OPTIONS", await dev.AllowAsync("/api/a"));

        dev.Write("api/a.cs", "IResult GET() => Results.Ok(2);\nIResult POST() => Results.Ok(3);\n");
        await dev.SeeAsync("/api/a", "2");
        Assert.Equal("GET, HEAD, OPTIONS, POST", await dev.AllowAsync("/api/a"));
    }

    [Fact]
    public async Task Types_that_are_replaced_are_bound_validated_and_described_anew()
    {
        const string first = "IResult POST(Todo todo) => Results.Ok(todo);\nrecord Todo(string Title);\n";
        const string second = "using FluentValidation;\nIResult POST(Todo todo) => Results.Ok(todo);\nrecord Todo(string Title, int Rank);\nclass TodoValidator : AbstractValidator<Todo> { public TodoValidator() => RuleFor(todo => todo.Rank).LessThan(5); }\n";
        await using var dev = await Dev.StartAsync(("api/a.cs", first));
        Assert.Equal("""{"title":"x"}""", await dev.PostAsync("/api/a", """{"title":"x","rank":3}"""));

        dev.Write("api/a.cs", second);
        await dev.WaitAsync(async () => await dev.PostAsync("/api/a", """{"title":"x","rank":3}""") == """{"title":"x","rank":3}""");
        Assert.Contains("\"rank\"", await dev.PostAsync("/api/a", """{"title":"x","rank":7}"""), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await dev.GetAsync("/openapi/v1.json"));
        Assert.Equal("5", document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Todo").GetProperty("properties").GetProperty("rank").GetProperty("exclusiveMaximum").ToString());
    }

    [Fact]
    public async Task An_attribute_that_needs_a_middleware_gets_it_without_a_restart()
    {
        await using var dev = await Dev.StartAsync(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));\n"), ("api/a.cs", "IResult GET() => Results.Ok(1);\n"));
        await dev.SeeAsync("/api/a", "1");

        dev.Write("api/a.cs", "using Microsoft.AspNetCore.Cors;\n[EnableCors] IResult GET() => Results.Ok(2);\n");
        await dev.SeeAsync("/api/a", "2");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/a") { Headers = { { "Origin", "https://a.example" } } };
        using var response = await dev.Client.SendAsync(request, Stop);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("api/slow.cs")]
    [InlineData("api/_lib/Shared.cs")]
    public async Task A_request_ends_on_the_code_it_began_with_and_what_that_holds_goes_afterwards(string changed)
    {
        const string slow = """
            using var held = new Held();
            async Task Handler(ApiRequest req, ApiResponse res)
            {
                await res.WriteAsync("begun ");
                while (!File.Exists(req.Query["until"])) await Task.Delay(10, req.Aborted);
                res.End(held.Gone ? "gone" : "held");
            }
            sealed class Held : IDisposable
            {
                public bool Gone { get; private set; }
                public void Dispose() { Gone = true; Console.WriteLine("disposed"); }
            }
            """;
        await using var dev = await Dev.StartAsync(("api/slow.cs", slow), ("api/version.cs", Version(1)), ("api/_lib/Shared.cs", "class Shared;\n"));
        using var response = await dev.Client.GetAsync($"/api/slow?until={Uri.EscapeDataString(dev.PathOf("go"))}", HttpCompletionOption.ResponseHeadersRead, Stop);

        dev.Write("api/version.cs", Version(2));
        dev.Write(changed, changed.EndsWith("slow.cs", StringComparison.Ordinal) ? Hello : "class Shared { }\n");
        await dev.LineAsync(changed == "api/slow.cs" ? changed : "restarted 2 routes");
        await dev.SeeAsync("/api/version", "2");

        dev.Write("go", "");
        Assert.Equal("begun held", await response.Content.ReadAsStringAsync(Stop));
        await dev.LineAsync("disposed");

        static string Version(int version) => $"void Handler(ApiRequest req, ApiResponse res) => res.Json({version});\n";
    }

    [Fact]
    public async Task In_a_large_folder_a_request_waits_for_its_own_file_and_an_edit_for_none()
    {
        await using var dev = await Dev.StartAsync([.. Enumerable.Range(0, 150).Select(i => ($"api/r{i}.cs", $"void Handler(ApiRequest req, ApiResponse res) => res.Json({i});\n"))]);

        Assert.Equal("149", await dev.GetAsync("/api/r149"));
        dev.Write("api/r7.cs", Hello);
        dev.Write("api/late.cs", Hello);
        await dev.SeeAsync("/api/r7", "\"hello\"");
        await dev.SeeAsync("/api/late", "\"hello\"");
        await dev.LineAsync("routes ready in ");
        Assert.Equal(["0", "75", "148"], [await dev.GetAsync("/api/r0"), await dev.GetAsync("/api/r75"), await dev.GetAsync("/api/r148")]);
    }

    [Fact]
    public async Task The_terminal_shows_the_code_and_no_colours_in_a_pipe()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("api/a.cs", Broken);
        await dev.SeeAsync("/api/a", "CS0103", HttpStatusCode.InternalServerError);
        await dev.LineAsync("    |             ^");
        dev.Write("api/a.cs", Hello);
        await dev.SeeAsync("/api/a", "\"hello\"");
        await dev.LineAsync("compiled api/a.cs in ");

        Assert.Contains("api/a.cs(3,13): error CS0103: The name 'oops' does not exist in the current context\n", dev.Output, StringComparison.Ordinal);
        Assert.Contains("> 3 |     res.End(oops);\n", dev.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_gets_a_page_and_others_problem_details()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Broken));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/a") { Headers = { Accept = { MediaTypeWithQualityHeaderValue.Parse("text/html") } } };

        using var page = await dev.Client.SendAsync(request, Stop);
        using var problem = await dev.Client.GetAsync("/api/a", Stop);

        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
        Assert.Contains("res.End(", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_the_folder_is_followed_and_nothing_of_it_shows()
    {
        await using var dev = await Dev.StartAsync(["--environment=Production"], ("api/a.cs", Broken));

        Assert.DoesNotContain("oops", await dev.GetAsync("/api/a"), StringComparison.Ordinal);
        await dev.SeeAsync("/_dev", "", HttpStatusCode.NotFound);
        dev.Write("api/a.cs", Hello);
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task The_dashboard_knows_the_routes_the_errors_and_the_requests()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/b.cs", Broken));
        await dev.SeeAsync("/api/a", "\"hello\"");

        var page = await dev.GetAsync("/_dev");

        Assert.Contains("api/a.cs", page, StringComparison.Ordinal);
        Assert.Contains("CS0103", page, StringComparison.Ordinal);
        Assert.Contains("/api/a", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_at_which_nothing_changed_loads_no_compiler()
    {
        const string handler = "var compiler = AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name!.StartsWith(\"Microsoft.CodeAnalysis\"));\nvoid Handler(ApiRequest req, ApiResponse res) => res.Json(compiler);\n";
        using var folder = new TempFolder(("api/a.cs", handler), ("api/b.cs", Hello), ("api/_lib/Shared.cs", "class Shared;\n"), ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) { }\n"));
        var answers = new List<string>();
        for (var start = 0; start < 3; start++)
        {
            await using var dev = await Dev.StartAsync(folder, ["--FileRoutes:CompileCache=cache"]);
            answers.Add(await dev.GetAsync("/api/a"));
            if (start == 1)
            {
                dev.Write("api/a.cs", handler + "\n");
                await dev.LineAsync("compiled api/a.cs");
                await dev.WaitAsync(() => Task.FromResult(Directory.GetFiles(dev.PathOf("cache"), "*-one-*.image").Length == 3));
            }
        }

        Assert.Equal(["true", "false", "false"], answers);
    }

    /// <summary>A development server over a folder of its own.</summary>
    private sealed class Dev : IAsyncDisposable
    {
        private readonly TempFolder? _own;
        private readonly string _root;
        private readonly HostProcess _host;

        private Dev(TempFolder? own, string root, HostProcess host, Uri address)
        {
            _own = own;
            _root = root;
            _host = host;
            Client = new HttpClient { BaseAddress = address };
        }

        public HttpClient Client { get; }

        public string Output => _host.Output;

        public static Task<Dev> StartAsync(params (string Path, string Text)[] files) => StartAsync([], files);

        public static async Task<Dev> StartAsync(string[] arguments, params (string Path, string Text)[] files)
        {
            var folder = new TempFolder(files);
            return await StartAsync(folder, folder, arguments);
        }

        public static Task<Dev> StartAsync(TempFolder folder, string[] arguments) => StartAsync(null, folder, arguments);

        public void Write(string path, string text)
        {
            var file = PathOf(path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        public void Delete(string path) => File.Delete(PathOf(path));

        public string PathOf(string path) => Path.Combine(_root, path);

        public Task<string> LineAsync(string text) => _host.LineAsync(line => line.Contains(text, StringComparison.Ordinal)).WaitAsync(TimeSpan.FromSeconds(60), Stop);

        public async Task<string> GetAsync(string path)
        {
            using var response = await Client.GetAsync(path, Stop);
            return await response.Content.ReadAsStringAsync(Stop);
        }

        public async Task<string> PostAsync(string path, string json)
        {
            using var response = await Client.PostAsync(path, new StringContent(json, MediaTypeHeaderValue.Parse("application/json")), Stop);
            return await response.Content.ReadAsStringAsync(Stop);
        }

        public async Task<string> AllowAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, path);
            using var response = await Client.SendAsync(request, Stop);
            return response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : "";
        }

        public async Task SeeAsync(string path, string text, HttpStatusCode status = HttpStatusCode.OK)
        {
            var last = "";
            try
            {
                await WaitAsync(async () =>
                {
                    using var response = await Client.GetAsync(path, Stop);
                    last = await response.Content.ReadAsStringAsync(Stop);
                    return response.StatusCode == status && (status == HttpStatusCode.OK ? last == text : last.Contains(text, StringComparison.Ordinal));
                });
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{path} still answers {last}\n{Output}");
            }
        }

        /// <summary>Asks until it holds. The time is there only so that what never comes fails one test instead of hanging all.</summary>
        public async Task WaitAsync(Func<Task<bool>> holds)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            while (!await holds())
            {
                if (patience.IsCancellationRequested)
                {
                    throw new TimeoutException(Output);
                }

                await Task.Delay(5, Stop);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _host.DisposeAsync();
            _own?.Dispose();
        }

        private static async Task<Dev> StartAsync(TempFolder? own, TempFolder folder, string[] arguments)
        {
            var host = HostProcess.Start(folder.Root, ["dev", "--urls=http://127.0.0.1:0", .. arguments]);
            return new Dev(own, folder.Root, host, await host.ListeningAsync());
        }
    }
}
