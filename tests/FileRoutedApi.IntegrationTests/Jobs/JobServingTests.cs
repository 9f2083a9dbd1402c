namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>The files in jobs/ in the processes that serve them.</summary>
public class JobServingTests
{
    private const string Hello = """object GET() => "hello";""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_without_jobs_does_not_load_the_scheduler()
    {
        using var folder = new TempFolder(("api/hello.cs", """
            object GET(IJobs jobs) => AppDomain.CurrentDomain.GetAssemblies()
                .Select(assembly => assembly.GetName().Name)
                .Where(name => name is "Quartz" or "FileRoutedApi.Jobs" or "Npgsql")
                .Order();
            """));
        var output = Path.Combine(folder.Root, "out");
        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--output", output);
        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        await using var host = HostProcess.StartBuilt(output);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("[]", await client.GetStringAsync("/api/hello", Stop));
    }

    [Theory]
    [InlineData("Skip", "running 1", "running 2")]
    [InlineData("Wait", "running 1", "running 2")]
    [InlineData("Allow", "running 3", "")]
    public async Task Overlap_decides_whether_runs_take_place_at_the_same_time(string overlap, string expected, string unexpected)
    {
        using var folder = new TempFolder(
            ("api/hello.cs", Hello),
            ("jobs/long.cs", $$"""
                var config = new JobConfig { Cron = "* * * * * *", Overlap = JobOverlap.{{overlap}} };
                var running = 0;
                Task Run(CancellationToken stop)
                {
                    Console.WriteLine($"running {Interlocked.Increment(ref running)}");
                    return Task.Delay(Timeout.Infinite, stop);
                }
                """),
            ("jobs/other.cs", """
                var config = new JobConfig { Cron = "* * * * * *" };
                var count = 0;
                void Run() => Console.WriteLine($"other {++count}");
                """));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0", "--FileRoutes:Shutdown:Timeout=0");

        await host.LineAsync(line => line == expected);
        await host.LineAsync(line => line == "other 4");

        Assert.DoesNotContain(host.Output.Split('\n'), line => line == unexpected && line.Length > 0);
    }

    [Fact]
    public async Task With_Wait_one_run_that_is_due_begins_when_the_one_before_it_has_ended()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", Hello),
            ("jobs/long.cs", """
                var config = new JobConfig { Cron = "* * * * * *", Overlap = JobOverlap.Wait };
                async Task Run(JobContext job, IConfiguration configuration, CancellationToken stop)
                {
                    Console.WriteLine($"begins {job.ScheduledAt:O}");
                    await Gate.Opened.Task.WaitAsync(stop);
                }
                """),
            ("jobs/_lib/Gate.cs", """
                public static class Gate { public static readonly TaskCompletionSource Opened = new(TaskCreationOptions.RunContinuationsAsynchronously); }
                """),
            ("api/open.cs", "bool GET() => Gate.Opened.TrySetResult();\n"),
            ("jobs/other.cs", """
                var config = new JobConfig { Cron = "* * * * * *" };
                var count = 0;
                void Run() => Console.WriteLine($"other {++count}");
                """));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await host.LineAsync(line => line.StartsWith("begins ", StringComparison.Ordinal));
        await host.LineAsync(line => line == "other 4");

        await client.GetStringAsync("/api/open", Stop);
        await host.LineAsync(line => line == "other 6");

        var begun = host.Output.Split('\n').Where(line => line.StartsWith("begins ", StringComparison.Ordinal))
            .Select(line => DateTimeOffset.Parse(line[7..], null)).ToList();

        // Of the runs that were due until the first one ended, the next one waited, and is late. Those after it are left out.
        Assert.Equal(TimeSpan.FromSeconds(1), begun[1] - begun[0]);
    }

    [Fact]
    public async Task Jobs_run_in_dev()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", Hello),
            ("jobs/tick.cs", """
                var config = new JobConfig { Cron = "* * * * * *" };
                void Run() => Console.WriteLine("tick");
                """));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");

        await host.LineAsync(line => line == "tick");
    }

    [Fact]
    public async Task A_built_folder_runs_its_jobs()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", Hello),
            ("jobs/_lib/Text.cs", """public static class Text { public const string Of = "tick of the build"; }"""),
            ("jobs/reports/tick.cs", """
                var config = new JobConfig { Cron = "* * * * * *" };
                void Run() => Console.WriteLine(Text.Of);
                """));
        var output = Path.Combine(folder.Root, "out");
        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--output", output);
        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        await using var host = HostProcess.StartBuilt(output);

        await host.LineAsync(line => line == "tick of the build");
    }

    [Fact]
    public async Task A_job_that_is_added_changed_or_removed_in_dev_takes_effect_at_once()
    {
        const string job = """
            var config = new JobConfig { Cron = "* * * * * *" };
            void Run() => Console.WriteLine("first version");
            """;
        using var folder = new TempFolder(("api/hello.cs", Hello));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Write(folder, job);
        await host.LineAsync(line => line == "first version");
        Write(folder, job.Replace("first", "second", StringComparison.Ordinal));
        await host.LineAsync(line => line == "second version");
        Write(folder, job.Replace("* * * * * *", "every day", StringComparison.Ordinal));
        await host.LineAsync(line => line.Contains("FRA2025", StringComparison.Ordinal));

        Assert.Equal("hello", await client.GetStringAsync("/api/hello", Stop));
    }

    private static void Write(TempFolder folder, string text)
    {
        var file = Path.Combine(folder.Root, "jobs/tick.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
