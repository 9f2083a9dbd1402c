namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>The database of jobs at the start of sources, of a built folder, and of a built folder that another host serves.</summary>
public sealed class JobStartTests : IDisposable
{
    private const string Queue = """
        async Task<string> GET(IJobs jobs) => await jobs.EnqueueAsync("work", new { Number = 1, Ms = 0 });
        """;

    private const string Urls = "--urls=http://127.0.0.1:0";

    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("FRA3131", "jobs.db")]
    [InlineData("FRA3131", "Data Source=:memory:")]
    [InlineData("FRA3131", "postgres://user:secret@db/app")]
    [InlineData("FRA3131", "Username=app;Password=secret")]
    [InlineData("FRA3132", "Data Source=jobs.db")]
    [InlineData("FRA3132", "Host=localhost;Database=app")]
    public async Task FRA3131_FRA3132_a_database_that_cannot_be_used_is_an_error_at_every_start(string id, string store)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), ("jobs/work.cs", "void Run() { }\n"));
        var argument = $"--FileRoutes:Jobs:Store={store}";

        await AssertFailsAsync(HostProcess.Start(folder.Root, Urls, argument));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "build")).ExitCode);
        await AssertFailsAsync(HostProcess.StartBuilt(Path.Combine(folder.Root, "out"), argument));
        await AssertFailsAsync(HostProcess.Start(folder.Root, "start", Urls, argument));

        async Task AssertFailsAsync(HostProcess host)
        {
            await using (host)
            {
                var ended = await Assert.ThrowsAsync<InvalidOperationException>(host.ListeningAsync);
                Assert.Contains($"error {id}: ", ended.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("secret", host.Output + ended.Message, StringComparison.Ordinal);
                Assert.NotEqual(0, await host.WaitForExitAsync());
            }
        }
    }

    [Fact]
    public async Task The_driver_of_the_folder_is_used_at_every_start()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", JobFolder.Drivers),
            ("api/queue.cs", Queue),
            ("jobs/_lib/Work.cs", JobFolder.Work),
            ("jobs/work.cs", JobFolder.RunsWork));
        string[] arguments = [$"--FileRoutes:Jobs:Store=Data Source={_data.Root}/jobs.db", "--FileRoutes:Shutdown:Delay=0"];

        await AssertRunsAsync(HostProcess.Start(folder.Root, [Urls, .. arguments]));
        await AssertRunsAsync(HostProcess.Start(folder.Root, ["dev", Urls, .. arguments]));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "build")).ExitCode);
        await AssertRunsAsync(HostProcess.StartBuilt(Path.Combine(folder.Root, "out"), arguments));
        await AssertRunsAsync(HostProcess.Start(folder.Root, ["start", Urls, .. arguments]));

        static async Task AssertRunsAsync(HostProcess host)
        {
            await using (host)
            {
                using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
                await client.GetStringAsync("/api/queue", Stop);
                await JobLine.WaitAsync(host, "end", 1);
            }
        }
    }
}
