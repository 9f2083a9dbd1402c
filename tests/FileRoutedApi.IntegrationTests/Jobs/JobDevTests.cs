using FileRoutedApi.IntegrationTests.Development;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Jobs in <c>dev</c> whose files change while they run.</summary>
public sealed class JobDevTests : IDisposable
{
    private const string Queue = """
        async Task<string> GET(IJobs jobs, int count, int ms)
        {
            await Parallel.ForAsync(0, count, async (n, stop) => await jobs.EnqueueAsync("work", new { Number = n, Ms = ms }));
            return "stored";
        }
        """;

    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_run_ends_on_the_code_that_it_began_with_when_its_file_is_saved()
    {
        const string version = """
            using var resource = new Resource();
            var config = new JobConfig { Cron = "* * * * * *", Overlap = JobOverlap.Allow };
            async Task Run(IConfiguration configuration, CancellationToken stop)
            {
                Console.WriteLine("begin of first");
                while (!File.Exists(configuration["Test:Gate"]))
                {
                    await Task.Delay(20, stop);
                }

                Console.WriteLine($"end of first, disposed: {resource.IsDisposed}");
            }

            class Resource : IDisposable
            {
                public bool IsDisposed { get; private set; }

                public void Dispose() => IsDisposed = true;
            }
            """;
        var gate = Path.Combine(_data.Root, "gate");
        await using var dev = await Dev.StartProcessAsync([$"--Test:Gate={gate}"], ("api/a.cs", TempFolder.Handler), ("jobs/work.cs", version));
        await dev.LineAsync("begin of first");

        dev.Write("jobs/work.cs", version.Replace("of first", "of second", StringComparison.Ordinal));
        await dev.LineAsync("begin of second");
        await File.WriteAllTextAsync(gate, "", Stop);

        await dev.LineAsync("end of first, disposed: False");
    }

    [Fact]
    public async Task No_call_is_lost_or_runs_twice_when_shared_code_changes()
    {
        const int calls = 150;
        await using var dev = await Dev.StartProcessAsync(
            [$"--FileRoutes:Jobs:Store=Data Source={_data.Root}/jobs.db"],
            ("api/_startup.cs", JobFolder.Drivers),
            ("api/queue.cs", Queue),
            ("jobs/_lib/Work.cs", JobFolder.Work),
            ("jobs/work.cs", JobFolder.RunsWork));
        Assert.Equal("stored", await dev.GetAsync($"/api/queue?count={calls}&ms=300"));
        for (var version = 1; version <= 3; version++)
        {
            var before = LinesOf("end");
            dev.Write("api/_startup.cs", $"{JobFolder.Drivers}\n// {version}\n");
            await dev.LineAsync("restarted");
            await Dev.WaitAsync(() => Task.FromResult(LinesOf("end") > before));
        }

        await Dev.WaitAsync(() => Task.FromResult(LinesOf("end") >= calls));

        // A run that a restart interrupts begins again, but none runs in both applications.
        Assert.Equal(Enumerable.Range(0, calls), JobLine.In(dev.Output, "end").Select(line => line.Number).Order());
        Assert.All(
            JobLine.In(dev.Output, "begin").GroupBy(line => line.Number),
            runs => Assert.All(runs.Skip(1), line => Assert.True(line.IsRetry)));

        int LinesOf(string what) => JobLine.In(dev.Output, what).Count;
    }
}
