using System.Net;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Time.Testing;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The dashboard, for states that the tests report.</summary>
public sealed class DashboardTests
{
    private readonly DevActivity _activity = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", "localhost", null, 200)]
    [InlineData("127.0.0.1", "LOCALHOST:5080", null, 200)]
    [InlineData("::1", "[::1]:5080", null, 200)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:5080", null, 200)]
    [InlineData("127.8.8.8", "todo.localhost", null, 200)]
    [InlineData(null, "localhost", null, 200)]
    [InlineData(null, "example.com", null, 404)]
    [InlineData("10.0.0.1", "localhost", null, 404)]
    [InlineData("::ffff:10.0.0.1", "localhost", null, 404)]
    [InlineData("fe80::1", "localhost", null, 404)]
    [InlineData("127.0.0.1", "example.com", null, 404)]
    [InlineData("127.0.0.1", "localhost.example.com", null, 404)]
    [InlineData("127.0.0.1", "notlocalhost", null, 404)]
    [InlineData("127.0.0.1", "192.168.1.7", null, 404)]
    [InlineData("127.0.0.1", "127.0.0.1.example.com", null, 404)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", 404)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", 404)]
    [InlineData("127.0.0.1", "localhost", "x-forwarded-proto", 404)]
    [InlineData("127.0.0.1", "localhost", "X-Original-Host", 404)]
    [InlineData("127.0.0.1", "localhost", "Via", 404)]
    public async Task The_dashboard_is_available_to_local_requests_only(string? remote, string host, string? header, int status)
    {
        _activity.Report(State("/srv", ["api/hello.cs"]));
        await using var server = await StartAsync(remote is null ? null : IPAddress.Parse(remote));
        foreach (var path in new[] { "/_dev", "/_dev/routes", "/_dev/explain?path=/api/hello" })
        {
            var response = header is null
                ? await server.SendAsync(path, ("Host", host))
                : await server.SendAsync(path, ("Host", host), (header, "127.0.0.1"));

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status == 404, (await response.Content.ReadAsByteArrayAsync(Stop)).Length == 0);
        }
    }

    [Theory]
    [InlineData("GET", "/_dev", 200)]
    [InlineData("GET", "/_dev/", 200)]
    [InlineData("HEAD", "/_dev", 200)]
    [InlineData("HEAD", "/_dev/events", 200)]
    [InlineData("POST", "/_dev", 405)]
    [InlineData("DELETE", "/_dev/routes", 405)]
    [InlineData("GET", "/_dev/other", 404)]
    [InlineData("GET", "/_dev/events/other", 404)]
    [InlineData("GET", "/_dev/../_dev/dashboard.js", 404)]
    [InlineData("GET", "/_development", 404)]
    public async Task The_dashboard_is_read_only_and_has_four_addresses(string method, string path, int status)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await server.SendAsync(request);

        Assert.Equal((status, status == 405), ((int)response.StatusCode, response.Content.Headers.Allow.SequenceEqual(["GET", "HEAD"])));
    }

    [Theory]
    [InlineData("/_dev")]
    [InlineData("/_dev/routes")]
    [InlineData("/_dev/explain?path=/api/x")]
    public async Task The_dashboard_cannot_be_cached_framed_or_embedded(string path)
    {
        await using var server = await StartAsync();

        var response = await server.SendAsync(path);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
    }

    [Fact]
    public async Task Routes_are_shown_in_match_order_with_their_state()
    {
        _activity.Report(State("/srv", ["api/post/[...slug].cs", "api/post/create.cs", "api/hello.cs", "api/post/[pid].cs"]) with
        {
            Modules = new Dictionary<string, ModuleState>
            {
                ["api/hello.cs"] = new(["*"], ModuleStatus.Ready, TimeSpan.FromMilliseconds(21.4), false, DateTimeOffset.UtcNow),
                ["api/post/create.cs"] = new(["POST", "PUT"], ModuleStatus.Ready, null, true, DateTimeOffset.UtcNow),
                ["api/post/[pid].cs"] = new([], ModuleStatus.Broken, null, false, null),
                ["api/post/[...slug].cs"] = new([], ModuleStatus.Loading, null, false, null),
            },
        });

        var page = await GetAsync("/_dev");

        InOrder(
            page,
            ">hello<",
            ">ANY<",
            ">21 ms<",
            ">post<",
            ">create<",
            ">POST<",
            ">PUT<",
            ">cached<",
            ">[pid]<",
            ">broken<",
            ">[...slug]<",
            ">loading<");
        Assert.Contains("href=\"vscode://file/srv/api/post/%5Bpid%5D.cs:1:1\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/swagger\"", page, StringComparison.Ordinal);
        Assert.Contains("4 routes", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_shown_with_their_code()
    {
        using var folder = new TempFolder(("api/x.cs", "int a = b;\n"));
        _activity.Report(State(folder.Root, ["api/x.cs"]) with
        {
            Diagnostics = [new RouteDiagnostic("CS0103", RouteDiagnosticSeverity.Error, "api/x.cs", 1, 9, "No <b>.")],
        });

        var page = await GetAsync("/_dev/routes");

        InOrder(page, "1 error", "CS0103", "api/x.cs", "No &lt;b&gt;.", ">int</span> a = b;", "^");
    }

    [Fact]
    public async Task Shown_text_is_never_markup()
    {
        const string hostile = "\"><script>alert(1)<";
        _activity.Report(State($"/{hostile}", [$"api/{hostile}.cs"]) with { BasePath = hostile });
        _activity.Request(new RequestEntry(DateTimeOffset.UtcNow, hostile, hostile, 200, 1, hostile));

        var page = await GetAsync($"/_dev?filter={Uri.EscapeDataString(hostile)}&path={Uri.EscapeDataString(hostile)}");

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"\">", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "hello.cs")]
    [InlineData("HELLO", "hello.cs")]
    [InlineData("post create", "create.cs")]
    [InlineData("delete", "[id].cs")]
    [InlineData("", "hello.cs create.cs [id].cs")]
    [InlineData("nothing", "")]
    public async Task Routes_are_filtered(string filter, string files)
    {
        _activity.Report(State("/srv", ["api/hello.cs", "api/post/create.cs", "api/users/[id].cs"]) with
        {
            Modules = new Dictionary<string, ModuleState> { ["api/users/[id].cs"] = new(["DELETE"], ModuleStatus.Ready, null, true, null) },
        });

        foreach (var address in new[] { "/_dev", "/_dev/routes" })
        {
            var page = await GetAsync($"{address}?filter={Uri.EscapeDataString(filter)}");

            var shown = "hello.cs create.cs [id].cs".Split(' ').Where(file => page.Contains($"{file}</a>", StringComparison.Ordinal));
            Assert.Equal(files, string.Join(' ', shown));
        }
    }

    [Theory]
    [InlineData("/api/post/create", "api/post/create.cs</a> handles", "also matches, but &#x27;api/post/create.cs&#x27; takes precedence")]
    [InlineData("api/post/a%2Fb?x=1", "api/post/[pid].cs</a> handles", "[pid] = &#x27;a/b&#x27;")]
    [InlineData("http://localhost:5080/api/post/a", "api/post/[pid].cs</a> handles", "[pid] = &#x27;a&#x27;")]
    [InlineData("/nope", "No file handles", "segment 1 is &#x27;nope&#x27;, not &#x27;api&#x27;")]
    [InlineData("/api/%zz", "invalid percent escape", "400")]
    public async Task The_explanation_names_the_file_and_the_reason(string path, string result, string reason)
    {
        _activity.Report(State("/srv", ["api/post/create.cs", "api/post/[pid].cs"]));

        foreach (var address in new[] { "/_dev", "/_dev/explain" })
        {
            InOrder(await GetAsync($"{address}?path={Uri.EscapeDataString(path)}"), result, reason);
        }
    }

    [Fact]
    public async Task The_dashboard_is_empty_before_the_first_scan()
    {
        Assert.Contains("0 routes", await GetAsync("/_dev"), StringComparison.Ordinal);
        Assert.Equal("", await GetAsync("/_dev/explain?path=/api/x"));
    }

    [Fact]
    public async Task Requests_are_listed_newest_first()
    {
        _activity.Request(new RequestEntry(DateTimeOffset.UtcNow, "GET", "/api/a?x=1", 200, 0.44, "api/a.cs"));
        _activity.Request(new RequestEntry(DateTimeOffset.UtcNow, "POST", "/api/b", 404, 12, null));

        InOrder(await GetAsync("/_dev"), ">404<", ">/api/b<", "12.0 ms", ">200<", ">/api/a?x=1<", "0.4 ms", "api/a.cs");
    }

    [Fact]
    public async Task Changes_and_requests_are_sent_as_events()
    {
        await using var server = await StartAsync();
        using var events = await OpenEventsAsync(server);
        Assert.Equal("retry: 500", await ReadAsync(events));
        Assert.Equal("event: hello", await ReadAsync(events));
        Assert.StartsWith("data: {\"changed\":", await ReadAsync(events), StringComparison.Ordinal);

        _activity.Report(State("/srv", []) with { Reloads = 7 });
        Assert.Equal("event: change", await ReadAsync(events));
        Assert.Equal("data: {\"reloads\":7}", await ReadAsync(events));

        _activity.Request(new RequestEntry(DateTimeOffset.UnixEpoch, "GET", "/api/a?x=\n", 200, 0.5, "api/a.cs") { Id = 7 });
        Assert.Equal("event: request", await ReadAsync(events));
        var entry = await ReadAsync(events);
        Assert.StartsWith(
            "data: {\"id\":7,\"method\":\"GET\",\"path\":\"/api/a?x=\\n\",\"status\":200,\"html\":\"\\u003Cli data-id=",
            entry,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hello_event_has_the_time_of_the_last_change()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _activity.Report(State("/srv", []));
        await using var server = await StartAsync();
        using var events = await OpenEventsAsync(server);
        await ReadAsync(events);
        await ReadAsync(events);

        var data = System.Text.Json.JsonDocument.Parse((await ReadAsync(events))["data: ".Length..]);

        Assert.InRange(data.RootElement.GetProperty("changed").GetInt64(), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Pings_keep_an_idle_stream_open()
    {
        await using var server = await StartAsync();
        using var events = await OpenEventsAsync(server);
        await SkipHelloAsync(events);

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": ping", await ReadAsync(events));
        }
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        using var stopping = new CancellationTokenSource();
        await using var server = await SmallServer.StartAsync(
            new Dashboard(_activity, _time, stopping.Token).HandleAsync, IPAddress.Loopback);
        using var events = await OpenEventsAsync(server);
        await SkipHelloAsync(events);

        await stopping.CancelAsync();

        Assert.Equal("", await events.ReadToEndAsync(Stop));
    }

    private Task<SmallServer> StartAsync() => StartAsync(IPAddress.Loopback);

    private Task<SmallServer> StartAsync(IPAddress? remote) =>
        SmallServer.StartAsync(new Dashboard(_activity, _time, CancellationToken.None).HandleAsync, remote);

    private async Task<string> GetAsync(string path)
    {
        await using var server = await StartAsync();
        var response = await server.SendAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<StreamReader> OpenEventsAsync(SmallServer server)
    {
        var response = await server.SendAsync("/_dev/events");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
    }

    private static async Task SkipHelloAsync(StreamReader events)
    {
        while (!(await ReadAsync(events)).StartsWith("data: ", StringComparison.Ordinal))
        {
        }

        Assert.Equal("", await events.ReadLineAsync(Stop));
    }

    /// <summary>Reads the next line that is not empty.</summary>
    private static async Task<string> ReadAsync(StreamReader events)
    {
        while (true)
        {
            if (await events.ReadLineAsync(Stop) is not "" and var line)
            {
                return line ?? throw new EndOfStreamException();
            }
        }
    }

    private static void InOrder(string page, params string[] texts)
    {
        var from = 0;
        foreach (var text in texts)
        {
            from = page.IndexOf(text, from, StringComparison.Ordinal);
            Assert.True(from >= 0, $"'{text}' is not there, or not in this order: {page}");
        }
    }

    private static DevState State(string root, string[] files) =>
        DevState.Empty with { Table = RouteTable.Create(files, RouteTableOptions.Default), Root = root };
}
