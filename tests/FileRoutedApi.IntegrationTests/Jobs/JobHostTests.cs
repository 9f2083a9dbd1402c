using FileRoutedApi.IntegrationTests.Development;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Processes that run jobs of one database, and end during runs.</summary>
public sealed class JobHostTests(SharedPostgres postgres, JobFolder folder) : IDisposable
{
    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Sqlite => $"Data Source={_data.Root}/jobs.db";

    private string Gate => Path.Combine(_data.Root, "gate");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Of_two_hosts_one_runs_each_occurrence_with_PostgreSQL()
    {
        var store = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(store, "CREATE TABLE ticks (id text, process int)");
        await using var one = await folder.StartAsync(store, "--Test:Ticks=true", $"--Test:Database={store}");
        await using var other = await folder.StartAsync(store, "--Test:Ticks=true", $"--Test:Database={store}");
        await Dev.WaitAsync(async () => (await PostgresServer.ReadAsync(store, "SELECT id FROM ticks")).Count >= 100);
        await StopAsync(one);
        await StopAsync(other);

        var ticks = await PostgresServer.ReadAsync(store, "SELECT id FROM ticks");
        Assert.Equal(ticks.Distinct().Order(StringComparer.Ordinal), ticks.Order(StringComparer.Ordinal));
        Assert.Equal(ticks.Count, Printed(one) + Printed(other));
        Assert.All([one, other], host => Assert.NotEqual(0, Printed(host)));

        // None is missing between the first and the last one.
        Assert.All(
            ticks.GroupBy(tick => tick.Split('/')[0], tick => DateTimeOffset.Parse(tick.Split('/')[1], null)),
            job => Assert.Equal((job.Max() - job.Min()).TotalSeconds + 1, job.Count()));

        static int Printed(HostProcess host) => host.Output.Split("tick tick").Length - 1;
    }

    [Fact]
    public async Task A_relative_SQLite_file_of_a_built_folder_is_in_the_working_folder()
    {
        // The host starts in the folder of temporary files.
        await using var host = await folder.StartAsync($"Data Source={Path.GetRelativePath(Path.GetTempPath(), _data.Root)}/relative.db");
        using var client = await ClientAsync(host);

        Assert.Equal("stored", await client.GetStringAsync("/api/queue?job=work&count=1", Stop));
        Assert.True(File.Exists(Path.Combine(_data.Root, "relative.db")));
    }

    [Fact]
    public async Task The_runs_of_a_killed_host_are_taken_over_by_another_one_with_PostgreSQL()
    {
        var store = await postgres.CreateDatabaseAsync();
        string[] arguments = ["--FileRoutes:Jobs:FailoverAfter=2", $"--Test:Gate={Gate}"];
        await using var killed = await folder.StartAsync(store, arguments);
        using var client = await ClientAsync(killed);
        await client.GetStringAsync("/api/queue?job=work&count=4&ms=-1", Stop);
        await JobLine.WaitAsync(killed, "begin", 4);
        await using var other = await folder.StartAsync(store, arguments);
        await other.ListeningAsync();

        await killed.KillAsync();

        var begun = await JobLine.WaitAsync(other, "begin", 4);
        Assert.Equal([0, 1, 2, 3], begun.Select(line => line.Number).Order());
        Assert.All(begun, line => Assert.Equal((2, true, true), (line.Attempt, line.IsRetry, line.IsRecovered)));
        await File.WriteAllTextAsync(Gate, "", Stop);
        await JobLine.WaitAsync(other, "end", 4);
        await StopAsync(other);
        Assert.Equal(4, JobLine.Of(other, "begin").Count);
        Assert.Empty(JobLine.Of(killed, "end"));
    }

    [Fact]
    public async Task The_scheduled_run_of_a_killed_host_is_recovered_by_another_one_with_PostgreSQL()
    {
        var store = await postgres.CreateDatabaseAsync();
        string[] arguments = ["--FileRoutes:Jobs:FailoverAfter=2", $"--Test:Gate={Gate}", "--Test:Gated=true"];
        await using var killed = await folder.StartAsync(store, arguments);
        await killed.LineAsync(line => line.StartsWith("gated ", StringComparison.Ordinal));
        await using var other = await folder.StartAsync(store, arguments);
        await other.ListeningAsync();

        await killed.KillAsync();

        var id = killed.Output.Split('\n').First(line => line.StartsWith("gated ", StringComparison.Ordinal)).Split(' ')[1];
        await other.LineAsync(line => line.Trim() == $"gated {id} 2 True");
        await File.WriteAllTextAsync(Gate, "", Stop);
        await other.LineAsync(line => line.StartsWith("gated ", StringComparison.Ordinal) && line.Trim().EndsWith(" 1 False", StringComparison.Ordinal));
        await StopAsync(other);
    }

    [Fact]
    public async Task A_thousand_calls_run_after_their_host_was_killed_and_none_runs_twice_without_being_a_retry()
    {
        const int calls = 1000;
        await using var killed = await folder.StartAsync(Sqlite);
        using (var client = await ClientAsync(killed))
        {
            Assert.Equal("stored", await client.GetStringAsync($"/api/queue?job=work&count={calls}&ms=1", Stop));
        }

        await killed.KillAsync();
        await using var second = await folder.StartAsync(Sqlite);
        await JobLine.WaitAsync(second, "end", 20);
        await second.KillAsync();
        await using var last = await folder.StartAsync(Sqlite, "--FileRoutes:Jobs:MaxConcurrency=20");
        var before = JobLine.Of(killed, "end").Concat(JobLine.Of(second, "end")).ToList();
        await Dev.WaitAsync(() => Task.FromResult(
            before.Concat(JobLine.Of(last, "end")).Select(line => line.Number).Distinct().Count() == calls));
        await StopAsync(last);

        List<JobLine> begun = [.. JobLine.Of(killed, "begin"), .. JobLine.Of(second, "begin"), .. JobLine.Of(last, "begin")];
        Assert.All(begun.GroupBy(line => line.Number), runs => Assert.All(runs.Skip(1), line => Assert.True(line.IsRetry)));
    }

    [Fact]
    public async Task A_graceful_shutdown_loses_no_call_and_hands_back_those_that_it_interrupts()
    {
        const int calls = 1000;
        string[] arguments = [$"--Test:Gate={Gate}", "--FileRoutes:Shutdown:Timeout=0.2"];
        await using var stopped = await folder.StartAsync(Sqlite, arguments);
        using (var client = await ClientAsync(stopped))
        {
            await client.GetStringAsync("/api/queue?job=work&count=8&ms=-1", Stop);
            await JobLine.WaitAsync(stopped, "begin", 8);
            await client.GetStringAsync($"/api/queue?job=work&first=8&count={calls - 8}", Stop);
        }

        await StopAsync(stopped);
        await File.WriteAllTextAsync(Gate, "", Stop);
        await using var next = await folder.StartAsync(Sqlite, arguments);
        var ended = JobLine.Of(stopped, "end");
        await JobLine.WaitAsync(next, "end", calls - ended.Count);
        await StopAsync(next);

        Assert.Equal(Enumerable.Range(0, calls), ended.Concat(JobLine.Of(next, "end")).Select(line => line.Number).Order());
        Assert.All(
            JobLine.Of(next, "end").Where(line => line.Number < 8),
            line => Assert.Equal((1, true, true), (line.Attempt, line.IsRetry, line.IsRecovered)));
        var begun = JobLine.Of(stopped, "begin").Select(line => line.Number).ToHashSet();
        Assert.All(JobLine.Of(next, "end").Where(line => !begun.Contains(line.Number)), line => Assert.False(line.IsRetry));
    }

    [Fact]
    public async Task A_call_that_was_taken_over_and_fails_has_the_attempts_that_are_left()
    {
        await using var killed = await folder.StartAsync(Sqlite, $"--Test:Gate={Gate}");
        using (var client = await ClientAsync(killed))
        {
            await client.GetStringAsync("/api/queue?job=fails&count=1&ms=-1", Stop);
        }

        await JobLine.WaitAsync(killed, "begin", 1);
        await killed.KillAsync();
        await File.WriteAllTextAsync(Gate, "", Stop);
        await using var next = await folder.StartAsync(Sqlite, $"--Test:Gate={Gate}");

        await next.LineAsync(line => line.Contains("is kept as failed", StringComparison.Ordinal));
        await StopAsync(next);

        Assert.Equal([2, 3], JobLine.Of(next, "begin").Select(line => line.Attempt));
        Assert.All(JobLine.Of(next, "begin"), line => Assert.True(line.IsRecovered));
    }

    [Fact]
    public async Task A_call_that_ends_its_process_with_every_attempt_is_kept_as_failed()
    {
        await using (var first = await folder.StartAsync(Sqlite))
        {
            using var client = await ClientAsync(first);
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
            {
                await client.GetStringAsync("/api/queue?job=kills&count=1", Stop);
                await first.WaitForExitAsync();
                throw new HttpRequestException("The process ended after its response.");
            });
        }

        await using (var second = await folder.StartAsync(Sqlite))
        {
            await second.WaitForExitAsync();
            Assert.Equal(2, Assert.Single(JobLine.Of(second, "begin")).Attempt);
        }

        await using var third = await folder.StartAsync(Sqlite);
        await third.LineAsync(line => line.Contains("The process ended during attempt 2.", StringComparison.Ordinal));
        await third.LineAsync(line => line.Contains("is kept as failed", StringComparison.Ordinal));
        await StopAsync(third);
        Assert.Empty(JobLine.Of(third, "begin"));
    }

    [Fact]
    public async Task FRA3145_a_second_host_with_one_SQLite_file_runs_jobs_when_the_first_has_ended()
    {
        await using var first = await folder.StartAsync(Sqlite, $"--Test:Gate={Gate}");
        using var client = await ClientAsync(first);
        await client.GetStringAsync("/api/queue?job=work&count=1&ms=-1", Stop);
        await JobLine.WaitAsync(first, "begin", 1);
        await using var second = await folder.StartAsync(Sqlite, $"--Test:Gate={Gate}");
        using var other = await ClientAsync(second);
        await second.LineAsync(line => line.Contains("FRA3145", StringComparison.Ordinal));

        // The first one runs calls of both.
        Assert.Equal("stored", await other.GetStringAsync("/api/queue?job=work&count=1&first=1", Stop));
        await JobLine.WaitAsync(first, "end", 1);
        Assert.Empty(JobLine.Of(second, "begin"));
        await first.KillAsync();

        await Dev.WaitAsync(() => Task.FromResult(JobLine.Of(second, "begin").Exists(line => line is { Number: 0, IsRecovered: true })));
    }

    private static async Task<HttpClient> ClientAsync(HostProcess host) => new() { BaseAddress = await host.ListeningAsync() };

    private static async Task StopAsync(HostProcess host)
    {
        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
    }
}
