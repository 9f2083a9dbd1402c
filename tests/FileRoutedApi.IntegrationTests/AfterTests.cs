using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using FileRoutedApi.AfterResponse;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Work after the response: limits, logs and measurements.</summary>
public class AfterTests
{
    private const string Waits = """
        void Handler(ApiRequest req, ApiResponse res)
        {
            res.After(stop => Task.Delay(Timeout.Infinite, stop));
            res.Json("sent");
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exception_is_logged_with_its_file()
    {
        using var app = new FolderApp(new TempFolder(("api/fails.cs", """
            void Handler(ApiRequest req, ApiResponse res)
            {
                res.After(stop => throw new InvalidOperationException("on purpose"));
                res.Json("sent");
            }
            """)));
        using var client = app.CreatePlainClient();

        await client.GetStringAsync("/api/fails", Stop);

        var logged = await app.Logs.WaitForAsync("api/fails.cs: work after the response threw.");
        Assert.Equal("on purpose", logged.Exception?.Message);
        Assert.Contains("fails.cs:line 3", logged.Exception?.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 60)]
    [InlineData(", TimeSpan.FromMinutes(5)", 300)]
    public async Task Work_is_cancelled_after_its_maximum_duration(string argument, int seconds)
    {
        var code = Waits.Replace(", stop))", $", stop){argument})", StringComparison.Ordinal);
        using var app = new FolderApp(new TempFolder(("api/a.cs", code)));
        using var client = app.CreatePlainClient();

        await client.GetStringAsync("/api/a", Stop);
        await app.Time.TimerCreatedAsync(TimeSpan.FromSeconds(seconds), Stop);
        app.Time.Advance(TimeSpan.FromSeconds(seconds));

        await app.Logs.WaitForAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"api/a.cs: work after the response was cancelled, because its maximum duration of {seconds} s is over."));
        await app.Services.GetRequiredService<AfterRunner>().WhenEnded().WaitAsync(Stop);
    }

    [Theory]
    [InlineData("stop => Task.Delay(Timeout.Infinite)")]
    [InlineData("stop => gate.Task")]
    [InlineData("() => gate.Task.Wait()")]
    public async Task Work_that_ignores_its_token_does_not_delay_the_next_forever(string work)
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", $$"""
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                void Handler(ApiRequest req, ApiResponse res, ILogger log)
                {
                    res.After({{work}});
                    res.After(() => log.LogWarning("the next work"));
                    res.Json("sent");
                }
                """)),
            [("FileRoutes:After:MaxDuration", "17"), ("FileRoutes:MaxDurationGrace", "2.5"), ("FileRoutes:Shutdown:Timeout", "0")]);
        using var client = app.CreatePlainClient();

        await client.GetStringAsync("/api/a", Stop);
        await app.Time.TimerCreatedAsync(TimeSpan.FromSeconds(19.5), Stop);
        app.Time.Advance(TimeSpan.FromSeconds(17));
        app.Time.Advance(TimeSpan.FromSeconds(2.5));

        await app.Logs.WaitForAsync("still runs after its maximum duration of 17 s and the grace period");
        await app.Logs.WaitForAsync("the next work");
    }

    [Fact]
    public async Task A_late_failure_is_logged_and_a_timeout_of_the_work_itself_is_a_failure()
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", """
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                void GET(ApiResponse res)
                {
                    res.After(async stop =>
                    {
                        await gate.Task;
                        throw new InvalidOperationException("too late");
                    });
                    res.After(stop => throw new TimeoutException("no reply"));
                    res.End();
                }

                void POST() => gate.SetResult();
                """)),
            [("FileRoutes:After:MaxDuration", "17"), ("FileRoutes:MaxDurationGrace", "2.5"), ("FileRoutes:Shutdown:Timeout", "0")]);
        using var client = app.CreatePlainClient();

        await client.GetStringAsync("/api/a", Stop);
        await app.Time.TimerCreatedAsync(TimeSpan.FromSeconds(19.5), Stop);
        app.Time.Advance(TimeSpan.FromSeconds(19.5));
        Assert.Equal("no reply", (await app.Logs.WaitForAsync("work after the response threw.")).Exception?.Message);
        var ended = app.Services.GetRequiredService<AfterRunner>().WhenEnded();
        Assert.False(ended.IsCompleted);

        await client.PostAsync("/api/a", null, Stop);

        await ended.WaitAsync(Stop);
        await app.Logs.WaitForAsync(logged => logged.Exception?.Message == "too late");
    }

    [Fact]
    public async Task A_request_that_adds_too_much_work_is_refused()
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", Waits)), [("FileRoutes:After:MaxPending", "2")]);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/a", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/a", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/api/a", Stop)).StatusCode);
        await app.Logs.WaitForAsync("Work after a response was refused, because 2 functions wait or run");

        await EndAsync(functions: 2);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/a", Stop)).StatusCode);
        await EndAsync(functions: 1);

        async Task EndAsync(int functions)
        {
            for (var i = 0; i < functions; i++)
            {
                await app.Time.TimerCreatedAsync(TimeSpan.FromSeconds(60), Stop);
            }

            app.Time.Advance(TimeSpan.FromSeconds(60));
            await app.Services.GetRequiredService<AfterRunner>().WhenEnded().WaitAsync(Stop);
        }
    }

    [Theory]
    [InlineData("MaxDuration", "0")]
    [InlineData("MaxDuration", "86401")]
    [InlineData("MaxDuration", "NaN")]
    [InlineData("MaxPending", "0")]
    public void FRA3002_a_limit_that_is_not_valid_stops_the_start(string key, string value)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", Waits)), [($"FileRoutes:After:{key}", value)]);
        var exception = Assert.Throws<FileRoutesException>(() => app.Services);
        Assert.Contains($"FileRoutes:After:{key}", Assert.Single(exception.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_has_a_trace_with_a_link_to_the_request_and_a_measured_duration()
    {
        var traces = new ConcurrentQueue<Activity>();
        var durations = new ConcurrentQueue<(string? File, string? Error)>();
        using var app = new FolderApp(new TempFolder(("api/measured.cs", """
            void Handler(ApiRequest req, ApiResponse res)
            {
                res.After(() => { });
                res.After(stop => throw new NotSupportedException("on purpose"));
                res.End(System.Diagnostics.Activity.Current!.TraceId.ToString());
            }
            """)));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "FileRoutedApi",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = traces.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Name == "fileroutes.after.duration"
                    && instrument.Meter.Scope == app.Services.GetRequiredService<IMeterFactory>())
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        meter.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            durations.Enqueue((Of(tags, "fileroutes.file"), Of(tags, "error.type"))));
        using var client = app.CreatePlainClient();
        meter.Start();

        var trace = await client.GetStringAsync("/api/measured", Stop);
        await app.Services.GetRequiredService<AfterRunner>().WhenEnded().WaitAsync(Stop);

        var own = traces.Where(activity => activity.DisplayName == "after api/measured.cs"
            && activity.Links.Any(link => link.Context.TraceId.ToString() == trace)).ToList();
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], own.Select(activity => activity.Status));
        Assert.All(own, activity => Assert.NotEqual(trace, activity.TraceId.ToString()));
        Assert.Equal([("api/measured.cs", null), ("api/measured.cs", "System.NotSupportedException")], durations);

        static string? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
        {
            foreach (var (key, value) in tags)
            {
                if (key == name)
                {
                    return (string?)value;
                }
            }

            return null;
        }
    }
}
