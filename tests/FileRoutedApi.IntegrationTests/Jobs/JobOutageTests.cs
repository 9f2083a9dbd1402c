using System.Text.Json;
using FileRoutedApi.IntegrationTests.Development;
using FileRoutedApi.IntegrationTests.Redis;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Hosts whose PostgreSQL or Redis is not available for a while.</summary>
public sealed class JobOutageTests(JobFolder folder)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FRA3136_a_host_starts_without_its_database_and_runs_jobs_when_it_is_there()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var postgres = new PostgresServer();
        await using var host = await folder.StartAsync(postgres.ConnectionString);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await host.LineAsync(line => line.Contains("FRA3136", StringComparison.Ordinal));

        Assert.Equal("pong", await client.GetStringAsync("/api/ping", Stop));
        var refused = await client.GetStringAsync("/api/queue?job=work&count=1", Stop);
        Assert.StartsWith("error FRA3136: The database of jobs ('FileRoutes:Jobs:Store') cannot be used: ", refused, StringComparison.Ordinal);
        await postgres.StartAsync();

        await host.LineAsync(line => line.Contains("The database of jobs is available", StringComparison.Ordinal));
        Assert.Equal("stored", await client.GetStringAsync("/api/queue?job=work&count=1", Stop));
        await JobLine.WaitAsync(host, "end", 1);
    }

    [Fact]
    public async Task Jobs_go_on_after_an_outage_of_the_database_which_is_logged_in_two_lines()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var postgres = new PostgresServer();
        await postgres.StartAsync();
        await using var host = await folder.StartAsync(postgres.ConnectionString, "--Test:Ticks=true");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await host.LineAsync(line => line.StartsWith("tick tick0/", StringComparison.Ordinal));

        await postgres.StopAsync();
        await host.LineAsync(line => line.Contains("FRA3136", StringComparison.Ordinal));
        Assert.Equal("pong", await client.GetStringAsync("/api/ping", Stop));
        Assert.StartsWith("error FRA3136: ", await client.GetStringAsync("/api/queue?job=work&count=1", Stop), StringComparison.Ordinal);
        await postgres.StartAsync();

        await host.LineAsync(line => line.Contains("The database of jobs is available", StringComparison.Ordinal));
        await host.LineAsync(line => line.StartsWith("tick tick0/", StringComparison.Ordinal));
        Assert.Equal("stored", await client.GetStringAsync("/api/queue?job=work&count=1", Stop));
        await JobLine.WaitAsync(host, "end", 1);
        Assert.Equal(["JobStoreUnavailable", "JobStoreAvailable"], EventsOf(host));
    }

    [Fact]
    public async Task A_host_stops_while_its_database_is_not_available()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var postgres = new PostgresServer();
        await postgres.StartAsync();
        await using var host = await folder.StartAsync(postgres.ConnectionString, "--Test:Ticks=true");
        await host.LineAsync(line => line.StartsWith("tick ", StringComparison.Ordinal));
        await postgres.StopAsync();
        await host.LineAsync(line => line.Contains("FRA3136", StringComparison.Ordinal));

        host.Terminate();

        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task Of_two_hosts_one_runs_each_occurrence_with_Redis_and_no_database()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        string[] arguments = [$"--ConnectionStrings:Redis={redis.ConnectionString}", "--Test:Ticks=true"];
        await using var one = await folder.StartAsync(null, arguments);
        await using var other = await folder.StartAsync(null, arguments);
        await one.ListeningAsync();
        await other.ListeningAsync();

        await Dev.WaitAsync(() => Task.FromResult(TicksOf(one).Count >= 30 && TicksOf(other).Count >= 30));

        List<string> all = [.. TicksOf(one), .. TicksOf(other)];
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FRA3134_without_Redis_an_occurrence_fails_and_is_repeated_by_one_host()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var redis = new RedisServer();
        string[] arguments = [$"--ConnectionStrings:Redis={redis.Address}", "--Test:Late=true"];
        await using var one = await folder.StartAsync(null, arguments);
        await using var other = await folder.StartAsync(null, arguments);
        using var client = new HttpClient { BaseAddress = await one.ListeningAsync() };
        await one.LineAsync(line => line.Contains("jobs/late.cs", StringComparison.Ordinal));
        await other.LineAsync(line => line.Contains("jobs/late.cs", StringComparison.Ordinal));

        await redis.StartAsync();

        await Dev.WaitAsync(() => Task.FromResult(LateOf(one).Count + LateOf(other).Count >= 2));
        List<string> all = [.. LateOf(one), .. LateOf(other)];
        Assert.Equal(all.Distinct(), all);
        Assert.StartsWith("error FRA3134: ", await client.GetStringAsync("/api/queue?job=work&count=1", Stop), StringComparison.Ordinal);

        static List<string> LateOf(HostProcess host) => LinesOf(host, "late ");
    }

    private static List<string> TicksOf(HostProcess host) => LinesOf(host, "tick ");

    /// <summary>Returns the identifiers that lines with a prefix have.</summary>
    private static List<string> LinesOf(HostProcess host, string prefix) =>
    [
        .. host.Output.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line.Split(' ')[1].Trim())
    ];

    /// <summary>Returns the names of the events that are logged because of the database.</summary>
    private static List<string?> EventsOf(HostProcess host) =>
    [
        .. host.Output.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Where(line => line.Contains("FileRoutedApi.Jobs", StringComparison.Ordinal) || line.Contains("Quartz", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("EventId").GetProperty("Name").GetString())
    ];
}
