using System.Text.Json;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>
/// The ids of the trace of a request in Production, where the activity is created only if something needs it: all that shows the ids shows
/// the same ones.
/// </summary>
public class RequestTraceTests(RequestTraceTests.BuiltRoutes built) : IClassFixture<RequestTraceTests.BuiltRoutes>
{
    private const string Sent = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_that_shows_the_trace_of_a_request_shows_the_same(bool isSent)
    {
        // Path, number of entries, and whether the response shows the id.
        (string Path, int Entries, bool IsShown)[] rows =
        [
            ("/api/plain", 0, false),
            ("/api/entry", 1, false),
            ("/api/parallel", 8, false),
            ("/api/problem", 0, true),
            ("/api/thrown", 0, true),
            ("/api/nothing-here", 0, true),
            ("/api/entry-then-problem", 1, true),
            ("/api/outgoing", 0, true),
            ("/api/entry-then-outgoing", 1, true),
        ];
        await using var host = built.Start();
        var address = await host.ListeningAsync();
        var bodies = new Dictionary<string, string>();
        using (var client = new HttpClient { BaseAddress = address })
        {
            foreach (var (path, _, _) in rows)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?to={address}api/headers");
                if (isSent)
                {
                    request.Headers.Add("traceparent", $"00-{Sent}-b7ad6b7169203331-01");
                }

                using var response = await client.SendAsync(request, Stop);
                bodies[path] = await response.Content.ReadAsStringAsync(Stop);
            }
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var lines = LinesOf(host.Output);
        Assert.All(rows, row =>
        {
            var request = Assert.Single(lines, line => IsRequest(line) && Text(line, "RequestPath") == row.Path);
            var entries = lines.Where(line => line.TryGetProperty("Entry", out _) && Text(line, "RequestPath") == row.Path).ToList();
            var trace = Text(request, "@tr");

            Assert.Equal((32, 16, isSent), (trace.Length, Text(request, "@sp").Length, trace == Sent));
            Assert.Equal(row.Entries, entries.Count);
            Assert.All(entries, entry => Assert.Equal((trace, Text(request, "@sp")), (Text(entry, "@tr"), Text(entry, "@sp"))));
            Assert.True(entries.Select(entry => Text(entry, "RequestId")).Distinct().Count() <= 1);
            Assert.Equal(row.IsShown, bodies[row.Path].Contains(trace, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Requests_of_one_connection_have_their_own_ids()
    {
        await using var host = built.Start();
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            foreach (var path in new[] { "/api/plain", "/api/entry", "/api/problem", "/api/plain", "/api/entry" })
            {
                await client.GetAsync(path, Stop);
            }
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var traces = LinesOf(host.Output).Where(IsRequest).Select(line => Text(line, "@tr")).ToList();
        Assert.Equal((5, 5), (traces.Count, traces.Distinct().Count()));
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task An_entry_after_the_end_of_a_request_belongs_to_its_trace(string version, bool closes)
    {
        await using var host = built.Start("--Kestrel:EndpointDefaults:Protocols=" + (version == "2.0" ? "Http2" : "Http1"));
        using (var client = new HttpClient
        {
            BaseAddress = await host.ListeningAsync(),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        })
        {
            client.DefaultRequestHeaders.ConnectionClose = closes;
            await client.GetStringAsync("/api/l%C3%A4te", Stop);

            // Released while the next request of the connection runs.
            await client.GetStringAsync("/api/release", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var lines = LinesOf(host.Output);
        var request = Assert.Single(lines, line => IsRequest(line) && Text(line, "RequestPath") == "/api/l%C3%A4te");
        var entry = Assert.Single(lines, line => line.TryGetProperty("Entry", out _));
        Assert.Equal((Text(request, "@tr"), "/api/l%C3%A4te"), (Text(entry, "@tr"), Text(entry, "RequestPath")));
        Assert.False(entry.TryGetProperty("RequestId", out _));
    }

    [Fact]
    public async Task Activities_of_a_function_are_not_replaced_and_telemetry_has_one_for_each_request()
    {
        await using var host = built.Start();
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            Assert.Equal("Microsoft.AspNetCore.Hosting.HttpRequestIn  own", await client.GetStringAsync("/api/own", Stop));
            Assert.Equal("", await client.GetStringAsync("/api/current", Stop));
        }

        using var traced = new BuiltRoutes(
            ("api/_startup.cs", """
                using Microsoft.Extensions.DependencyInjection.Extensions;
                using OpenTelemetry.Trace;
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource("Own"));
                """),
            ("api/current.cs", "string GET() => System.Diagnostics.Activity.Current?.OperationName ?? \"\";"));
        await traced.InitializeAsync();
        await using var other = traced.Start();
        using (var client = new HttpClient { BaseAddress = await other.ListeningAsync() })
        {
            Assert.Equal("Microsoft.AspNetCore.Hosting.HttpRequestIn", await client.GetStringAsync("/api/current", Stop));
        }
    }

    [Fact]
    public async Task A_propagator_of_the_application_reads_the_trace_of_the_client()
    {
        using var folder = new BuiltRoutes(
            ("api/_startup.cs", """
                using System.Diagnostics;

                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<DistributedContextPropagator>(new XTrace());

                sealed class XTrace : DistributedContextPropagator
                {
                    public override IReadOnlyCollection<string> Fields => ["x-trace"];

                    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
                        setter?.Invoke(carrier, "x-trace", activity?.Id ?? "");

                    public override void ExtractTraceIdAndState(
                        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
                    {
                        getter!(carrier, "x-trace", out traceId, out _);
                        traceState = null;
                    }

                    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
                        object? carrier, PropagatorGetterCallback? getter) => null;
                }
                """),
            ("api/plain.cs", "string GET() => \"plain\";"));
        await folder.InitializeAsync();
        await using var host = folder.Start();
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            foreach (var header in new[] { "x-trace", "traceparent" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/plain");
                request.Headers.Add(header, $"00-{Sent}-b7ad6b7169203331-01");
                await client.SendAsync(request, Stop);
            }
        }

        host.Terminate();
        await host.WaitForExitAsync();
        Assert.Equal([true, false], LinesOf(host.Output).Where(IsRequest).Select(line => Text(line, "@tr") == Sent));
    }

    private static List<JsonElement> LinesOf(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];

    private static bool IsRequest(JsonElement line) => line.TryGetProperty("RequestMethod", out _);

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    /// <summary>A folder that is built once.</summary>
    public sealed class BuiltRoutes : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder;

        public BuiltRoutes()
            : this(
                ("api/own.cs", """
                    using System.Diagnostics;
                    using Microsoft.AspNetCore.Http.Features;
                    string GET(HttpContext context)
                    {
                        using var own = new Activity("own").Start();
                        var request = context.Features.Get<IHttpActivityFeature>()!.Activity;
                        return $"{request.OperationName} {request.Parent?.OperationName} {Activity.Current!.OperationName}";
                    }
                    """),
                ("api/current.cs", "string GET() => System.Diagnostics.Activity.Current?.OperationName ?? \"\";"),
                ("api/plain.cs", "string GET() => \"plain\";"),
                ("api/headers.cs", "string GET(HttpContext context) => context.Request.Headers.TraceParent.ToString();"),
                ("api/entry.cs", "void GET(ILogger log) => log.LogInformation(\"Logs {Entry}\", 1);"),
                ("api/parallel.cs", """
                    Task GET(ILogger log) => Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => log.LogInformation("Logs {Entry}", i))));
                    """),
                ("api/problem.cs", "IResult GET() => Results.Problem(\"No\", statusCode: 409);"),
                ("api/thrown.cs", "void GET() => throw new ApiException(409, \"No\");"),
                ("api/entry-then-problem.cs", """
                    async Task<IResult> GET(ILogger log)
                    {
                        await Task.Yield();
                        log.LogInformation("Logs {Entry}", 1);
                        return Results.Problem("No", statusCode: 409);
                    }
                    """),
                ("api/outgoing.cs", "async Task<string> GET(string to) => await new HttpClient().GetStringAsync(to);"),
                ("api/entry-then-outgoing.cs", """
                    async Task<string> GET(string to, ILogger log)
                    {
                        log.LogInformation("Logs {Entry}", 1);
                        return await new HttpClient().GetStringAsync(to);
                    }
                    """),
                ("api/_lib/Gate.cs", """
                    public static class Gate
                    {
                        public static readonly TaskCompletionSource Open = new(TaskCreationOptions.RunContinuationsAsynchronously);
                        public static Task Done = Task.CompletedTask;
                    }
                    """),
                ("api/läte.cs", """
                    void GET(ILogger log) => Gate.Done = Task.Run(async () =>
                    {
                        await Gate.Open.Task;
                        log.LogInformation("Logs {Entry}", 1);
                    });
                    """),
                ("api/release.cs", """
                    async Task GET()
                    {
                        Gate.Open.SetResult();
                        await Gate.Done;
                    }
                    """))
        {
        }

        internal BuiltRoutes(params (string Path, string Text)[] files) => _folder = new TempFolder(files);

        private string Output => Path.Combine(_folder.Root, "out");

        public async ValueTask InitializeAsync() => await HostCommands.BuildAsync(_folder.Root, Output);

        internal HostProcess Start(params string[] settings) => HostProcess.StartBuilt(Output, settings);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        public void Dispose() => _folder.Dispose();
    }
}
