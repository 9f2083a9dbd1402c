using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The development server as a process: responses are those of the saved files.</summary>
public class DevTests
{
    private const string Hello = "void Handler(ApiRequest req, ApiResponse res) => res.Json(\"hello\");\n";
    private const string Broken = "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End(oops);\n}\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_missing_for_less_than_the_grace_period_is_never_a_404()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello));
        await dev.SeeAsync("/api/a", "\"hello\"");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var client = Task.Run(
            async () =>
            {
                var missed = 0;
                while (!over.IsCancellationRequested)
                {
                    missed += await dev.GetAsync("/api/a") == "\"hello\"" ? 0 : 1;
                }

                return missed;
            },
            Stop);

        var longest = TimeSpan.Zero;
        for (var i = 0; i < 10; i++)
        {
            var gone = TimeProvider.System.GetTimestamp();
            dev.Delete("api/a.cs");
            dev.Write($"api/new{i}.cs", Hello);
            await Task.Delay(30, Stop);
            dev.Write("api/a.cs", Hello);
            var moment = TimeProvider.System.GetElapsedTime(gone);
            longest = moment > longest ? moment : longest;
            await dev.SeeAsync($"/api/new{i}", "\"hello\"");
        }

        await over.CancelAsync();
        var missed = await client;

        // On a busy machine this test may pause for longer than the grace period. Then the deletion takes effect.
        Assert.True(
            missed == 0 || longest >= TimeSpan.FromMilliseconds(120), $"{missed} requests missed a file that was gone for {longest}");
    }

    [Fact]
    public async Task A_change_is_noticed_behind_a_link_and_if_size_and_time_are_unchanged()
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
    public async Task Changes_of_settings_and_of_the_start_up_file_are_applied()
    {
        const string handler = "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { "
            + "setting = req.Services.GetRequiredService<IConfiguration>()[\"My:Setting\"], "
            + "store = req.Services.GetService<TimeProvider>() is FixedTime });\n";
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", handler),
            ("api/_lib/FixedTime.cs", "class FixedTime : TimeProvider;\n"),
            ("appsettings.json", "{ \"My\": { \"Setting\": \"one\" } }"));
        await dev.SeeAsync("/api/a", """{"setting":"one","store":false}""");

        dev.Write("appsettings.json", "{ \"My\": { \"Setting\": \"two\" } }");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":false}""");
        dev.Write(
            "api/_startup.cs",
            "void Services(IServiceCollection services, IConfiguration configuration) =>\n"
            + "    services.AddSingleton<TimeProvider>(new FixedTime());\n");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":true}""");
        dev.Delete("api/_startup.cs");
        await dev.SeeAsync("/api/a", """{"setting":"two","store":false}""");
    }

    [Fact]
    public async Task A_changed_env_file_restarts_the_application()
    {
        const string handler = "string? GET(IConfiguration configuration) => configuration[\"My:Setting\"];\n";
        await using var dev = await Dev.StartAsync(("api/a.cs", handler), (".env", "My__Setting=one"));
        await dev.SeeAsync("/api/a", "one");

        dev.Write(".env", "My__Setting=two");
        await dev.SeeAsync("/api/a", "two");
        dev.Write(".env.development.local", "My__Setting=three");
        await dev.SeeAsync("/api/a", "three");
        dev.Delete(".env.development.local");
        await dev.SeeAsync("/api/a", "two");
    }

    [Fact]
    public async Task Folders_can_be_created_moved_and_deleted()
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
    public async Task A_middleware_can_be_created_changed_and_deleted_and_a_broken_one_rejects_requests()
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
    public async Task Adding_and_removing_functions_changes_the_methods()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "IResult GET() => Results.Ok(1);\n"));
        Assert.Equal("GET, HEAD, OPTIONS", await dev.AllowAsync("/api/a"));

        dev.Write("api/a.cs", "IResult GET() => Results.Ok(2);\nIResult POST() => Results.Ok(3);\n");
        await dev.SeeAsync("/api/a", "2");
        Assert.Equal("GET, HEAD, OPTIONS, POST", await dev.AllowAsync("/api/a"));
    }

    [Fact]
    public async Task Replaced_types_are_bound_validated_and_described_by_their_new_code()
    {
        const string first = "IResult POST(Todo todo) => Results.Ok(todo);\nrecord Todo(string Title);\n";
        const string second = "using FluentValidation;\nIResult POST(Todo todo) => Results.Ok(todo);\n"
            + "record Todo(string Title, int Rank);\nclass TodoValidator : AbstractValidator<Todo> { "
            + "public TodoValidator() => RuleFor(todo => todo.Rank).LessThan(5); }\n";
        await using var dev = await Dev.StartAsync(("api/a.cs", first));
        Assert.Equal("""{"title":"x"}""", await dev.PostAsync("/api/a", """{"title":"x","rank":3}"""));

        dev.Write("api/a.cs", second);
        await Dev.WaitAsync(async () => await dev.PostAsync("/api/a", """{"title":"x","rank":3}""") == """{"title":"x","rank":3}""");
        Assert.Contains("\"rank\"", await dev.PostAsync("/api/a", """{"title":"x","rank":7}"""), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await dev.GetAsync("/openapi/v1.json"));
        var todo = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Todo");
        Assert.Equal("5", todo.GetProperty("properties").GetProperty("rank").GetProperty("exclusiveMaximum").ToString());
    }

    [Fact]
    public async Task An_attribute_that_needs_a_middleware_gets_it_without_a_restart()
    {
        await using var dev = await Dev.StartAsync(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) =>\n"
                + "    services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));\n"),
            ("api/a.cs", "IResult GET() => Results.Ok(1);\n"));
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
    public async Task A_request_completes_in_the_code_it_started_in_whose_resources_are_disposed_afterwards(string changed)
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
        await using var dev = await Dev.StartProcessAsync(
            [], ("api/slow.cs", slow), ("api/version.cs", Version(1)), ("api/_lib/Shared.cs", "class Shared;\n"));
        using var response = await dev.Client.GetAsync(
            $"/api/slow?until={Uri.EscapeDataString(dev.PathOf("go"))}", HttpCompletionOption.ResponseHeadersRead, Stop);

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
    public async Task In_a_large_folder_a_request_waits_only_for_its_own_file_and_an_edit_for_none()
    {
        await using var dev = await Dev.StartAsync(
            [.. Enumerable.Range(0, 150).Select(i => ($"api/r{i}.cs", $"void Handler(ApiRequest req, ApiResponse res) => res.Json({i});\n"))]);

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

        Assert.Contains(
            "api/a.cs(3,13): error CS0103: The name 'oops' does not exist in the current context\n", dev.Output, StringComparison.Ordinal);
        Assert.Contains("> 3 |     res.End(oops);\n", dev.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_debug_log_says_why_a_file_is_reloaded_and_the_application_restarts()
    {
        await using var dev = await Dev.StartAsync(
            ["--Logging:LogLevel:FileRoutedApi.Host=Debug"], ("api/a.cs", Hello), ("api/_lib/Shared.cs", "class Shared;\n"));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("api/a.cs", Hello + "\n");
        await dev.LineAsync("Reloaded api/a.cs, removed (none). Changed paths: ");
        dev.Write("api/_lib/Shared.cs", "class Shared { }\n");
        await dev.LineAsync("The application restarts because of api/_lib/Shared.cs.");
    }

    [Fact]
    public async Task A_browser_gets_a_page_and_other_clients_get_problem_details()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Broken));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/a");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/html"));

        using var page = await dev.Client.SendAsync(request, Stop);
        using var problem = await dev.Client.GetAsync("/api/a", Stop);

        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "application/problem+json"),
            (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
        Assert.Contains("res.End(", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_changes_are_applied_and_errors_are_not_shown()
    {
        await using var dev = await Dev.StartAsync(["--environment=Production"], ("api/a.cs", Broken));

        Assert.DoesNotContain("oops", await dev.GetAsync("/api/a"), StringComparison.Ordinal);
        await dev.SeeAsync("/_dev", "", HttpStatusCode.NotFound);
        dev.Write("api/a.cs", Hello);
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task The_dashboard_shows_routes_errors_and_requests()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/b.cs", Broken));
        await dev.SeeAsync("/api/a", "\"hello\"");

        var page = await dev.GetAsync("/_dev");

        Assert.Contains("api/a.cs", page, StringComparison.Ordinal);
        Assert.Contains("CS0103", page, StringComparison.Ordinal);
        Assert.Contains("/api/a", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_without_changes_does_not_load_the_compiler()
    {
        const string handler = "var names = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!);\n"
            + "var compiler = names.Any(name => name.StartsWith(\"Microsoft.CodeAnalysis\"));\n"
            + "void Handler(ApiRequest req, ApiResponse res) => res.Json(compiler);\n";
        using var folder = new TempFolder(
            ("api/a.cs", handler),
            ("api/b.cs", Hello),
            ("api/_lib/Shared.cs", "class Shared;\n"),
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) { }\n"));
        var responses = new List<string>();
        for (var start = 0; start < 3; start++)
        {
            await using var dev = await Dev.StartProcessAsync(folder, ["--FileRoutes:CompileCache=cache"]);
            responses.Add(await dev.GetAsync("/api/a"));
            if (start == 1)
            {
                dev.Write("api/a.cs", handler + "\n");
                await dev.LineAsync("compiled api/a.cs");
                await Dev.WaitAsync(() => Task.FromResult(Directory.GetFiles(dev.PathOf("cache"), "*-one-*.image").Length == 3));
            }
        }

        Assert.Equal(["true", "false", "false"], responses);
    }
}
