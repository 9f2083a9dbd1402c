using System.Globalization;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.Jobs.JobFolder))]

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>A built folder with jobs and the drivers of both databases. It is built when it is needed first.</summary>
public sealed class JobFolder : IDisposable
{
    private const int Ticks = 10;

    private readonly TempFolder _folder = new(
    [
        ("api/_startup.cs", Drivers),
        ("api/ping.cs", "string GET() => \"pong\";\n"),
        ("api/queue.cs", """
            async Task<string> GET(IJobs jobs, string job, int count, int first = 0, int ms = 0)
            {
                try
                {
                    await Parallel.ForAsync(first, first + count, async (n, stop) => await jobs.EnqueueAsync(job, new { Number = n, Ms = ms }));
                    return "stored";
                }
                catch (FileRoutesException exception)
                {
                    return exception.Message;
                }
            }
            """),
        ("jobs/_lib/Work.cs", Work),
        ("jobs/work.cs", RunsWork),
        ("jobs/fails.cs", """
            var config = new JobConfig { Retry = { Attempts = 2, Delay = 0.1, Factor = 1 } };
            async Task Run(Work work, JobContext job, IConfiguration configuration, CancellationToken stop)
            {
                await work.RunAsync(job, configuration, stop);
                throw new InvalidOperationException("on purpose");
            }
            """),
        ("jobs/kills.cs", """
            var config = new JobConfig { Retry = { Attempts = 1, Delay = 0 } };
            void Run(Work work, JobContext job)
            {
                work.Print("begin", job);
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
            """),
        ("jobs/gated.cs", """
            var config = new JobConfig { Cron = "*/2 * * * * *", EnabledBy = "Test:Gated", Overlap = JobOverlap.Allow };
            async Task Run(JobContext job, IConfiguration configuration, CancellationToken stop)
            {
                Console.WriteLine($"gated {job.Id} {job.Attempt} {job.IsRecovered}");
                while (!File.Exists(configuration["Test:Gate"]))
                {
                    await Task.Delay(10, stop);
                }
            }
            """),
        ("jobs/late.cs", """
            var config = new JobConfig { Cron = "*/20 * * * * *", EnabledBy = "Test:Late", Retry = { Attempts = 100, Delay = 0.3, Factor = 1 } };
            void Run(JobContext job) => Console.WriteLine($"late {job.Id} {job.Attempt}");
            """),
        .. Enumerable.Range(0, Ticks).Select(number => ($"jobs/tick{number}.cs", """
            var config = new JobConfig { Cron = "* * * * * *", EnabledBy = "Test:Ticks", Overlap = JobOverlap.Allow };
            async Task Run(JobContext job, IConfiguration configuration)
            {
                Console.WriteLine($"tick {job.Id}");
                if (configuration["Test:Database"] is { } database)
                {
                    await using var data = Npgsql.NpgsqlDataSource.Create(database);
                    await using var command = data.CreateCommand($"INSERT INTO ticks VALUES ('{job.Id}', {Environment.ProcessId})");
                    await command.ExecuteNonQueryAsync();
                }
            }
            """)),
    ]);

    private readonly Lazy<Task<string>> _output;

    public JobFolder() => _output = new(BuildAsync);

    /// <summary>The start-up file with the drivers.</summary>
    internal const string Drivers = """
        #:package Npgsql@10.0.3
        #:package Microsoft.Data.Sqlite@10.0.15
        void Services(IServiceCollection services, IConfiguration configuration)
        {
        }
        """;

    /// <summary>The payload of calls: they print when they begin and end, and wait for a file if the time is negative.</summary>
    internal const string Work = """
        public record Work(int Number, int Ms)
        {
            public async Task RunAsync(JobContext job, IConfiguration configuration, CancellationToken stop)
            {
                Print("begin", job);
                while (Ms < 0 && !File.Exists(configuration["Test:Gate"]))
                {
                    await Task.Delay(10, stop);
                }

                await Task.Delay(Math.Max(0, Ms), stop);
                Print("end", job);
            }

            public void Print(string what, JobContext job) =>
                Console.WriteLine($"{what} {Number} {job.Attempt} {job.IsRetry} {job.IsRecovered}");
        }
        """;

    /// <summary>The file of a job with this payload.</summary>
    internal const string RunsWork = """
        Task Run(Work work, JobContext job, IConfiguration configuration, CancellationToken stop) => work.RunAsync(job, configuration, stop);

        """;

    /// <summary>Starts a host of the folder with a database.</summary>
    internal async Task<HostProcess> StartAsync(string? store, params string[] arguments) => HostProcess.StartBuilt(
        await _output.Value,
        [
            "--Serilog:MinimumLevel:Default=Warning", "--Serilog:MinimumLevel:Override:FileRoutedApi.Jobs=Information",
            "--FileRoutes:Shutdown:Delay=0", .. store is null ? (string[])[] : [$"--FileRoutes:Jobs:Store={store}"], .. arguments
        ]);

    public void Dispose() => _folder.Dispose();

    private async Task<string> BuildAsync()
    {
        // In a process of its own, because this one has the drivers, and a build copies only what its host does not have.
        var output = Path.Combine(_folder.Root, "out");
        var (exitCode, _, errors) = await HostProcess.RunAsync(_folder.Root, "build", "--no-check", "--output", output);
        Assert.True(exitCode == 0, errors);
        return output;
    }
}

/// <summary>A line that a call has printed.</summary>
internal sealed partial record JobLine(string What, int Number, int Attempt, bool IsRetry, bool IsRecovered)
{
    public static List<JobLine> Of(HostProcess host, string what) => In(host.Output, what);

    public static List<JobLine> In(string output, string what) =>
    [
        .. Pattern().Matches(output).Where(match => match.Groups[1].Value == what).Select(match => new JobLine(
            what,
            int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture),
            bool.Parse(match.Groups[4].Value),
            bool.Parse(match.Groups[5].Value)))
    ];

    /// <summary>Waits until a host has printed a number of lines.</summary>
    public static async Task<List<JobLine>> WaitAsync(HostProcess host, string what, int count)
    {
        List<JobLine> lines = [];
        try
        {
            await Development.Dev.WaitAsync(() => Task.FromResult((lines = Of(host, what)).Count >= count));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{lines.Count} lines '{what}' instead of {count}:\n{host.Output}");
        }

        return lines;
    }

    [GeneratedRegex(@"^(begin|end) (\d+) (\d+) (\w+) (\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Pattern();
}
