using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The jobs on the dashboard: what it shows, and its buttons.</summary>
public sealed class DashboardJobTests(DashboardJobTests.Shop shop) : IClassFixture<DashboardJobTests.Shop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly (string, string) _hello = ("api/hello.cs", TempFolder.Handler);

    private static readonly (string, string) _nightly = ("jobs/reports/nightly.cs", """
        var config = new JobConfig { Cron = "0 2 * * *", TimeZone = "Asia/Tokyo" };
        void Run(JobContext job) => Console.WriteLine($"{job.Name} ran");
        """);

    [Fact]
    public async Task Jobs_are_shown_with_their_files_and_schedules()
    {
        var page = await shop.Dev.GetAsync("/_dev");

        Assert.Contains("<span>4 jobs</span>", page, StringComparison.Ordinal);
        InOrder(
            page,
            ">mail</span>",
            "/jobs/mail.cs:1:1\"",
            "when called",
            "data-schema=",
            "no runs yet",
            ">off</span>",
            "off: <code>Off:On</code> is not true",
            ">reports/nightly</span>",
            "<code>0 2 * * *</code> Asia/Tokyo",
            "02:00:00&#x2B;09:00\">in ",
            ">wrong</span>",
            "<a class=\"state broken\" href=\"#errors\">broken</a>");
        Assert.Contains("FRA2082", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_jobs_has_no_section()
    {
        await using var dev = await Dev.StartAsync(_hello);

        var page = await dev.GetAsync("/_dev");

        Assert.Contains("<div id=\"jobs\" hidden></div>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" jobs</span>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "Sec-Fetch-Site", "same-origin", 204)]
    [InlineData("POST", "Sec-Fetch-Site", "same-site", 403)]
    [InlineData("POST", "Sec-Fetch-Site", "cross-site", 404)]
    [InlineData("POST", "Sec-Fetch-Site", "none", 403)]
    [InlineData("POST", "Origin", "{own}", 204)]
    [InlineData("POST", "Origin", "http://127.0.0.1:1", 403)]
    [InlineData("POST", "Origin", "null", 404)]
    [InlineData("POST", "X-Other", "", 403)]
    [InlineData("POST", "X-Forwarded-For", "127.0.0.1", 404)]
    [InlineData("GET", "Sec-Fetch-Site", "same-origin", 405)]
    public async Task Only_the_page_of_the_dashboard_runs_a_job(string method, string header, string value, int status)
    {
        var dev = shop.Dev;
        using var request = new HttpRequestMessage(new HttpMethod(method), "/_dev/jobs/run?key=reports/nightly");
        request.Headers.Add(header, value.Replace("{own}", dev.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        using var response = await dev.Client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("run?key=reports/nightli", "", 409, "FRA3133: There is no job 'reports/nightli'. Write 'reports/nightly'")]
    [InlineData("run?key=reports/nightly", "1", 409, "FRA3141: ")]
    [InlineData("run?key=mail", "", 409, "FRA3142: The payload is not a valid 'Mail': there is none.")]
    [InlineData("run?key=mail", "{\"to\":5}", 409, "FRA3142: The payload is not a valid 'Mail': The value at '$.to' is not valid.")]
    [InlineData("retry?key=other", "", 409, "FRA3140: There is no failed call 'other'.")]
    [InlineData("discard?key=other", "", 409, "FRA3140: There is no failed call 'other'.")]
    [InlineData("other?key=mail", "", 404, "")]
    public async Task What_cannot_be_done_is_refused_with_the_reason(string action, string body, int status, string reason)
    {
        using var response = await PostAsync(shop.Dev, action, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(reason, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 409)]
    [InlineData(1, 413)]
    public async Task A_payload_has_at_most_1048576_characters(int more, int status)
    {
        using var response = await PostAsync(shop.Dev, "run?key=mail", new string(' ', (1024 * 1024) + more));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_run_is_an_event_and_is_shown_with_its_result()
    {
        await using var dev = await Dev.StartAsync(
            _hello,
            ("jobs/mail.cs", "void Run(Mail mail) => throw new InvalidOperationException($\"<{mail.To}>\");\nrecord Mail(string To);"));
        await using var stream = await dev.Client.GetStreamAsync("/_dev/events", Stop);
        using var events = new StreamReader(stream);
        await LineAsync(events, "event: hello");

        using (var response = await PostAsync(dev, "run?key=mail", """{"to":"Ada"}"""))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        await LineAsync(events, "event: jobs");
        await SeeAsync(dev, "<span class=\"thrown\">&lt;Ada&gt;</span>");
    }

    [Fact]
    public async Task A_run_that_has_not_ended_is_shown()
    {
        await using var dev = await Dev.StartAsync(_hello, ("jobs/long.cs", "Task Run(CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);"));

        using var response = await PostAsync(dev, "run?key=long", "");

        await SeeAsync(dev, "<span class=\"state loading\">running</span>");
    }

    [Fact]
    public async Task A_failed_call_is_retried_and_discarded()
    {
        await using var dev = await Dev.StartAsync(
            ["--FileRoutes:Jobs:Store=Data Source=jobs.db"],
            ("api/call.cs", """
                #:package Microsoft.Data.Sqlite@10.0.15
                Task POST(IJobs jobs) => jobs.EnqueueAsync("fails", new Call("Ada"), key: "one");
                record Call(string To);
                """),
            ("jobs/fails.cs", """
                var config = new JobConfig { Retry = { Attempts = 0 } };
                void Run(Call call) => throw new InvalidOperationException(call.To);
                record Call(string To);
                """));
        await dev.PostAsync("/api/call", "");
        await SeeAsync(dev, "data-action=\"discard\" data-key=\"fails:one\"");
        await RunsAsync(dev, 1);
        using (var response = await PostAsync(dev, "retry?key=fails:one", ""))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        await RunsAsync(dev, 2);
        await SeeAsync(dev, "data-action=\"discard\" data-key=\"fails:one\"");
        using (var response = await PostAsync(dev, "discard?key=fails:one", ""))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        Assert.DoesNotContain("Failed calls", await dev.GetAsync("/_dev/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_available_is_shown_and_the_rest_of_the_page_works()
    {
        await using var dev = await Dev.StartAsync(
            ["--FileRoutes:Jobs:Store=Data Source=api"],
            ("api/hello.cs", "#:package Microsoft.Data.Sqlite@10.0.15\n" + TempFolder.Handler),
            _nightly);

        var page = await dev.GetAsync("/_dev");

        InOrder(page, "<section id=\"jobs\"", "<p class=\"problem\" role=\"alert\">FRA3136: ", ">reports/nightly</span>");
        Assert.Contains("1 route", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_jobs_in_this_process_there_is_no_button()
    {
        await using var dev = await Dev.StartAsync(["--FileRoutes:Jobs:Enabled=false"], _hello, _nightly);

        var page = await dev.GetAsync("/_dev/jobs");

        Assert.Contains("This process runs no jobs", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<button", page, StringComparison.Ordinal);
    }

    /// <summary>A development server with jobs of each kind.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        internal Dev Dev { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Dev = await Dev.StartAsync(
            _hello,
            _nightly,
            ("jobs/mail.cs", "void Run(Mail mail) { }\nrecord Mail(string To);"),
            ("jobs/off.cs", "var config = new JobConfig { Cron = \"* * * * *\", EnabledBy = \"Off:On\" };\nvoid Run() { }"),
            ("jobs/wrong.cs", "int Run() => 1;"));

        public ValueTask DisposeAsync() => Dev.DisposeAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(Dev dev, string action, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/_dev/jobs/{action}") { Content = new StringContent(body) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await dev.Client.SendAsync(request, Stop);
    }

    private static Task SeeAsync(Dev dev, string text) =>
        Dev.WaitAsync(async () => (await dev.GetAsync("/_dev/jobs")).Contains(text, StringComparison.Ordinal));

    // The scheduler stores a run a little after its end.
    private static Task RunsAsync(Dev dev, int count) =>
        Dev.WaitAsync(async () => Regex.Count(await dev.GetAsync("/_dev/jobs"), "<li><span class=\"at\">") == count);

    private static async Task LineAsync(StreamReader events, string line)
    {
        while (await events.ReadLineAsync(Stop) is { } next && next != line)
        {
        }
    }

    private static void InOrder(string page, params string[] texts)
    {
        var from = 0;
        foreach (var text in texts)
        {
            var found = page.IndexOf(text, from, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{text}' is not there, or not in this order: {page}");
            from = found;
        }
    }
}
