using FileRoutedApi.IntegrationTests.Development;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>The command <c>job</c>: one run of a job, without a scheduler.</summary>
public sealed class JobCommandTests : IDisposable
{
    private readonly TempFolder _folder = new(
        ("api/_startup.cs", """
            Task Start(IServiceProvider services, CancellationToken stop)
            {
                Console.WriteLine("started");
                return Task.CompletedTask;
            }
            """),
        ("api/hello.cs", TempFolder.Handler),
        ("jobs/runs.cs", """
            var config = new JobConfig { Cron = "0 2 * * *" };
            void Run(ILogger log, JobContext job) => log.LogInformation("{Name} runs, attempt {Attempt}", job.Name, job.Attempt);
            """),
        ("jobs/fails.cs", """void Run() => throw new InvalidOperationException("on purpose");"""),
        ("jobs/slow.cs", """
            var config = new JobConfig { MaxDuration = 1 };
            Task Run(CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);
            """),
        ("jobs/waits.cs", """
            Task Run(IWebHostEnvironment environment, CancellationToken stop)
            {
                File.WriteAllText(Path.Combine(environment.ContentRootPath, "began"), "");
                return Task.Delay(Timeout.Infinite, stop);
            }
            """),
        ("jobs/mail/send.cs", """
            void Run(Mail mail) => Console.WriteLine($"to {mail.To}");
            record Mail(string To);
            """),
        ("mail.json", """{"to":"Grace"}"""));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_runs_once_after_the_work_of_the_start()
    {
        var (exitCode, output, errors) = await RunAsync("runs");

        Assert.Equal((0, ""), (exitCode, output.Trim()));
        Assert.Contains("started", errors, StringComparison.Ordinal);
        Assert.Contains("info jobs/runs.cs: runs runs, attempt 1", errors, StringComparison.Ordinal);
        Assert.Contains("info jobs/runs.cs: The run ended after ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fails", "on purpose")]
    [InlineData("fails", "Attempt 1 of 1 failed.")]
    [InlineData("slow", "The run did not end within its maximum duration of 1 s.")]
    public async Task A_run_that_fails_is_1(string name, string logged)
    {
        var (exitCode, _, errors) = await RunAsync(name);

        Assert.Equal(1, exitCode);
        Assert.Contains(logged, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_cancels_the_run()
    {
        await using var host = HostProcess.Start(_folder.Root, "job", "waits");
        await Dev.WaitAsync(() => Task.FromResult(File.Exists(Path.Combine(_folder.Root, "began"))));

        host.Terminate();

        Assert.Equal(1, await host.WaitForExitAsync());
    }

    [Theory]
    [InlineData("""{"to":"Ada"}""", "to Ada")]
    [InlineData("@mail.json", "to Grace")]
    public async Task The_payload_is_JSON_or_a_file(string payload, string printed)
    {
        var (exitCode, _, errors) = await RunAsync("mail/send", "--payload", payload);

        Assert.Equal(0, exitCode);
        Assert.Contains(printed, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "mail/sned" }, "error FRA3133: There is no job 'mail/sned'. Write 'mail/send', or create the file jobs/mail/sned.cs.")]
    [InlineData(new[] { "runs", "--payload", "1" }, "jobs/runs.cs(1,1): error FRA3141: The job takes no payload.")]
    [InlineData(new[] { "mail/send" }, "jobs/mail/send.cs(1,1): error FRA3142: The payload is not a valid 'Mail': there is none.")]
    [InlineData(
        new[] { "mail/send", "--payload", "[]" },
        "jobs/mail/send.cs(1,1): error FRA3142: The payload is not a valid 'Mail': The value at '$' is not valid.")]
    public async Task A_run_that_cannot_begin_is_1_with_the_reason(string[] arguments, string diagnostic)
    {
        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(diagnostic, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], "Required argument missing for command: 'job'.")]
    [InlineData(new[] { "mail/send", "--payload", "{to}" }, "'{to}' is not JSON.")]
    [InlineData(new[] { "mail/send", "--payload", "@missing.json" }, "The file 'missing.json' does not exist.")]
    public async Task Wrong_usage_is_2(string[] arguments, string mistake)
    {
        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(mistake, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_counts_the_jobs()
    {
        var (exitCode, output, _) = await HostProcess.RunAsync(_folder.Root, "routes");

        Assert.Equal((0, "*  /api/hello  api/hello.cs\n5 jobs in jobs/"), (exitCode, output.ReplaceLineEndings("\n").Trim()));
    }

    [Fact]
    public async Task The_development_server_counts_the_jobs()
    {
        await using var dev = await Dev.StartAsync(_folder, ["--FileRoutes:Jobs:Enabled=false"]);

        await dev.LineAsync("1 route, 5 jobs ready in ");
        dev.Write("jobs/fails.cs", "void Run() => x;");
        await dev.LineAsync("broken jobs/fails.cs");
        dev.Write("api/_lib/New.cs", "public class New;");
        await dev.LineAsync("restarted 1 route, 5 jobs in ");
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        HostProcess.RunAsync(_folder.Root, ["job", .. arguments]);
}
