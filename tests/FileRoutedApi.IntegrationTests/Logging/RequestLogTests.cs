using System.Text.Json;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>The log of requests in Production, which is written without an event for each request.</summary>
public class RequestLogTests(RequestLogTests.BuiltRoutes built) : IClassFixture<RequestLogTests.BuiltRoutes>
{
    private static readonly (string Method, string Path)[] _requests =
    [
        ("GET", "/api/a/1"), ("POST", "/api/a/1"), ("GET", "/one.txt"), ("GET", "/two%20%C3%A9.txt"), ("HEAD", "/one.txt"), ("GET", "/three.txt"),
        ("GET", "/api/throws"), ("GET", "/api/%zz"), ("GET", "/api/a/2"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_have_the_route_and_the_file()
    {
        await using var host = built.Start();
        var address = (await host.ListeningAsync()).GetLeftPart(UriPartial.Authority);

        // Otherwise the client escapes the percent sign of an invalid escape.
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using (var client = new HttpClient())
        {
            foreach (var (method, path) in _requests)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address + path, in asWritten));
                using var response = await client.SendAsync(request, Stop);
            }

            using var toAnotherHost = new HttpRequestMessage(HttpMethod.Get, address + "/api/a/1") { Headers = { Host = "other.test" } };
            using var rejected = await client.SendAsync(toAnotherHost, Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        Assert.Equal(
            [
                "GET 200 /api/a/[id] api/a/[id].cs",
                "POST 405 /api/a/[id] api/a/[id].cs",
                "GET 200 /{**file} public/one.txt",
                "GET 200 /{**file} public/two é.txt",
                "HEAD 200 /{**file} public/one.txt",
                "GET 404  ",
                "GET 500 /api/throws api/throws.cs",
                "GET 400  ",
                "GET 200 /api/a/[id] api/a/[id].cs",
                "GET 400  ",
            ],
            LinesOf(host.Output).Select(
                line => $"{Text(line, "RequestMethod")} {Text(line, "StatusCode")} {Text(line, "Route")} {Text(line, "File")}"));

        static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    [Fact]
    public async Task Every_request_is_logged_once_also_when_the_host_is_stopped_under_load()
    {
        await using var host = built.Start();
        var address = await host.ListeningAsync();
        var answered = new List<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => SendAsync(client)));

        await host.WaitForExitAsync();
        var logged = PathsOf(host.Output);
        Assert.True(answered.Count > 2000);
        Assert.Empty(answered.Except(logged));
        Assert.Equal(logged.Count, logged.Distinct().Count());

        async Task SendAsync(int number)
        {
            using var client = new HttpClient { BaseAddress = address };
            for (var i = 0; ; i++)
            {
                var path = $"/api/a/{number}-{i}";
                try
                {
                    await client.GetStringAsync(path, Stop);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                lock (answered)
                {
                    answered.Add(path);
                    if (answered.Count == 2000)
                    {
                        host.Terminate();
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Requests_before_a_crash_are_logged()
    {
        await using var host = built.Start();
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        for (var i = 0; i < 100; i++)
        {
            await client.GetStringAsync($"/api/a/{i}", Stop);
        }

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            while (true)
            {
                await client.GetAsync("/api/crash", Stop);
            }
        });

        Assert.NotEqual(0, await host.WaitForExitAsync());
        Assert.Equal(100, PathsOf(host.Output).Count(path => path.StartsWith("/api/a/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "abc", "")]
    [InlineData("--Serilog:MinimumLevel:Default=Warning", "", "")]
    [InlineData("--Serilog:MinimumLevel=Warning", "", "")]
    [InlineData("--Serilog:MinimumLevel:Override:Serilog.AspNetCore.RequestLoggingMiddleware=Warning", "", "")]
    [InlineData("--Logging:LogLevel:Default=Warning", "", "")]
    [InlineData("--Serilog:Properties:Team=blue", "abc", "blue")]
    [InlineData("--Serilog:Properties:Team=blue --Serilog:MinimumLevel:Default=Error", "", "")]
    public async Task Settings_of_Serilog_apply_to_requests(string settings, string logged, string team)
    {
        await using var host = built.Start(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await client.GetStringAsync("/api/a/abc", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var lines = LinesOf(host.Output).ToList();
        Assert.Equal(logged, string.Join(' ', lines.Select(line => line.GetProperty("RequestPath").GetString()!["/api/a/".Length..])));
        Assert.Equal(team, string.Join(' ', lines.Select(line => line.TryGetProperty("Team", out var value) ? value.GetString() : "")));
    }

    [Fact]
    public async Task Properties_of_IDiagnosticContext_are_in_the_line_from_the_first_request_on()
    {
        // A folder of its own: in the other one no file uses the service.
        using var customers = new BuiltRoutes(("api/[id].cs", """
            using Serilog;
            string GET(string id, IDiagnosticContext log)
            {
                log.Set("Customer", id);
                return id;
            }
            """));
        await customers.InitializeAsync();
        await using var host = customers.Start();
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await client.GetStringAsync("/api/first", Stop);
            await client.GetStringAsync("/api/second", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        Assert.Equal(["first", "second"], LinesOf(host.Output).Select(line => line.GetProperty("Customer").GetString()));
    }

    [Fact]
    public async Task Entries_during_a_request_have_the_ids_of_the_request_and_the_trace()
    {
        await using var host = built.Start();
        string id;
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            using var response = await client.GetAsync("/api/logs", Stop);
            id = response.Headers.GetValues("X-Id").Single();
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var request = Assert.Single(LinesOf(host.Output));
        var entry = Assert.Single(AllLinesOf(host.Output), line => line.GetProperty("@mt").GetString() == "In the handler");
        Assert.Equal((id, "/api/logs", id.Split(':')[0]), (Text("RequestId"), Text("RequestPath"), Text("ConnectionId")));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Text("@tr"));
        Assert.Equal((Text("@tr"), Text("@sp")), (request.GetProperty("@tr").GetString(), request.GetProperty("@sp").GetString()));
        Assert.False(request.TryGetProperty("RequestId", out _));

        string? Text(string name) => entry.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_command_that_prints_a_response_logs_to_the_standard_error()
    {
        using var folder = new TempFolder(("api/throws.cs", "void GET() => throw new InvalidOperationException(\"No\");"));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "fetch", "/api/throws", "--environment=Production");

        Assert.Equal((1, 500), (exitCode, JsonDocument.Parse(output).RootElement.GetProperty("status").GetInt32()));
        Assert.Contains(LinesOf(errors), line => line.GetProperty("RequestPath").GetString() == "/api/throws");
    }

    [Fact]
    public async Task An_error_has_its_level_and_its_file()
    {
        await using var host = built.Start("--Serilog:MinimumLevel:Default=Warning");
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await client.GetAsync("/api/throws", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var request = Assert.Single(LinesOf(host.Output));
        Assert.Equal(
            ("Error", 500, "api/throws.cs"),
            (request.GetProperty("@l").GetString(), request.GetProperty("StatusCode").GetInt32(), request.GetProperty("File").GetString()));
    }

    private static List<string> PathsOf(string output) => [.. LinesOf(output).Select(line => line.GetProperty("RequestPath").GetString()!)];

    private static IEnumerable<JsonElement> LinesOf(string output) =>
        AllLinesOf(output).Where(line => line.GetProperty("@mt").GetString()!.StartsWith("{RequestMethod}", StringComparison.Ordinal));

    private static IEnumerable<JsonElement> AllLinesOf(string output) => output.Split('\n')
        .Where(line => line.StartsWith('{'))
        .Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>A folder that is built once.</summary>
    public sealed class BuiltRoutes : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder;

        public BuiltRoutes()
            : this(
                ("appsettings.json", """{ "AllowedHosts": "127.0.0.1" }"""),
                ("api/a/[id].cs", "string GET(string id) => id;"),
                ("public/one.txt", "1"),
                ("public/two é.txt", "2"),
                ("api/crash.cs", "void GET() => new Thread(() => throw new InvalidOperationException(\"crash\")).Start();"),
                ("api/throws.cs", "void GET() => throw new InvalidOperationException(\"No\");"),
                ("api/logs.cs", """
                    void GET(ILogger log, HttpContext context)
                    {
                        log.LogInformation("In the handler");
                        context.Response.Headers["X-Id"] = context.TraceIdentifier;
                    }
                    """))
        {
        }

        internal BuiltRoutes(params (string Path, string Text)[] files) => _folder = new TempFolder(files);

        private string Output => Path.Combine(_folder.Root, "out");

        public async ValueTask InitializeAsync() => await HostCommands.BuildAsync(_folder.Root, Output);

        internal HostProcess Start(params string[] settings) => HostProcess.StartBuilt(Output, settings);

        public void Dispose() => _folder.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
