using System.Net;
using System.Threading.Channels;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>Two host processes with one real Redis, and without it.</summary>
public class RedisTests
{
    private const string Counts = """
        var config = new RouteConfig { Revalidate = false, Tags = ["t"] };
        var count = 0;
        async Task<string> GET()
        {
            await Task.Delay(100);
            return $"{Environment.ProcessId} {Interlocked.Increment(ref count)}";
        }
        """;

    private static readonly string[] _underLoad = ["/api/kept", "/api/free", "/api/protected"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revalidation_on_one_machine_is_seen_by_the_other_within_a_second()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        var first = await hosts.One.GetStringAsync("/api/kept", Stop);
        Assert.Equal(first, await hosts.Other.GetStringAsync("/api/kept", Stop));

        // In both directions, several times.
        foreach (var (sender, other) in new[]
        {
            (hosts.One, hosts.Other), (hosts.One, hosts.Other), (hosts.Other, hosts.One), (hosts.One, hosts.Other),
        })
        {
            first = await other.GetStringAsync("/api/kept", Stop);
            await sender.PostAsync("/api/tell", null, Stop);
            var invalidated = TimeProvider.System.GetTimestamp();
            var began = TimeSpan.Zero;
            while (await other.GetStringAsync("/api/kept", Stop) == first)
            {
                Assert.True(began < TimeSpan.FromSeconds(1), $"A request that began {began} after the revalidation got the old response.");
                began = TimeProvider.System.GetElapsedTime(invalidated);
            }

            Assert.Equal(await other.GetStringAsync("/api/kept", Stop), await sender.GetStringAsync("/api/kept", Stop));
        }
    }

    [Fact]
    public async Task A_revalidation_while_Redis_is_down_is_published_after_the_reconnect()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        var first = await hosts.One.GetStringAsync("/api/kept", Stop);
        Assert.Equal(first, await hosts.Other.GetStringAsync("/api/kept", Stop));

        await redis.KillAsync();
        await hosts.LineAsync("Redis is unavailable");
        await hosts.One.PostAsync("/api/tell", null, Stop);
        Assert.NotEqual(first, await hosts.One.GetStringAsync("/api/kept", Stop));
        Assert.Equal(first, await hosts.Other.GetStringAsync("/api/kept", Stop));
        await redis.StartAsync();
        await hosts.LineAsync("Redis is available again");

        while (await hosts.Other.GetStringAsync("/api/kept", Stop) == first)
        {
            await hosts.One.GetStringAsync("/api/kept", Stop);
        }
    }

    [Fact]
    public async Task A_Redis_that_hangs_delays_one_request_and_then_none()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis, redis.Address);
        await hosts.One.GetStringAsync("/api/kept", Stop);
        redis.Stop();
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < 20; i++)
            {
                foreach (var path in _underLoad)
                {
                    Assert.Equal((path, HttpStatusCode.OK), (path, (await hosts.One.GetAsync(path, Stop)).StatusCode));
                }
            }

            // Sixty requests that would wait for five seconds each without the timeout.
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
        }
        finally
        {
            redis.Continue();
        }
    }

    [Fact]
    public async Task Two_applications_on_one_Redis_never_get_each_others_responses()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        using var other = new TempFolder(("api/kept.cs", """
            var config = new RouteConfig { Revalidate = false };
            string GET() => "of the other";
            """));
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        await using var others = await TwoHosts.StartAsync(other, redis);
        await hosts.One.GetStringAsync("/api/kept", Stop);

        Assert.Equal("of the other", await others.One.GetStringAsync("/api/kept", Stop));
    }

    [Fact]
    public async Task Two_hundred_requests_on_a_cold_key_call_the_handler_at_most_once_on_each_machine()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);

        var bodies = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? hosts.One : hosts.Other).GetStringAsync("/api/kept", Stop)));

        Assert.InRange(bodies.Distinct().Count(), 1, 2);
        Assert.All(bodies, body => Assert.EndsWith(" 1", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_thousand_requests_to_both_exactly_the_permitted_number_passes()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        var statuses = new List<HttpStatusCode>();

        foreach (var part in Enumerable.Range(0, 1000).Chunk(20))
        {
            statuses.AddRange(
                await Task.WhenAll(
                    part.Select(async i => (await (i % 2 == 0 ? hosts.One : hosts.Other).GetAsync("/api/limited", Stop)).StatusCode)));
        }

        Assert.Equal(100, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(900, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_restart_of_Redis_under_load_fails_no_request_and_logs_one_warning()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        using var ending = new CancellationTokenSource();
        var completed = 0;
        var clients = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var client = i % 2 == 0 ? hosts.One : hosts.Other;
            while (!ending.IsCancellationRequested)
            {
                foreach (var path in _underLoad)
                {
                    var response = await client.GetAsync(path, Stop);
                    Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
                    Interlocked.Increment(ref completed);
                }
            }
        })).ToList();

        await Task.WhenAny(Task.WhenAll(clients), ReachedAsync(200));
        await redis.KillAsync();
        await Task.WhenAny(Task.WhenAll(clients), hosts.LineAsync("Redis is unavailable"));
        await Task.WhenAny(Task.WhenAll(clients), ReachedAsync(completed + 1000));
        await redis.StartAsync();
        await hosts.LineAsync("Redis is available again");
        await Task.WhenAny(Task.WhenAll(clients), ReachedAsync(completed + 200));
        await ending.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Equal(2, hosts.Count("Redis is unavailable"));
        var first = await hosts.One.GetStringAsync("/api/kept", Stop);
        await hosts.One.PostAsync("/api/tell", null, Stop);
        while (await hosts.Other.GetStringAsync("/api/kept", Stop) == first)
        {
        }

        async Task ReachedAsync(int count)
        {
            while (Volatile.Read(ref completed) < count)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_rolling_restart_of_two_hosts_behind_a_load_balancer_fails_no_request()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        await using var balancer = HostProcess.StartSample(
            "balancer",
            $"--ReverseProxy:Clusters:hosts:Destinations:one:Address={hosts.One.BaseAddress}",
            $"--ReverseProxy:Clusters:hosts:Destinations:other:Address={hosts.Other.BaseAddress}");
        const string listening = "Now listening on: ";
        var line = await balancer.LineAsync(line => line.Contains(listening, StringComparison.Ordinal));
        using var client = new HttpClient
        {
            BaseAddress = new Uri(line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..]),
        };
        using var ending = new CancellationTokenSource();
        var responses = Channel.CreateUnbounded<int>();
        var clients = Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                var response = await client.GetAsync("/api/kept", Stop);
                Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
                responses.Writer.TryWrite(number);
            }
        })).ToList();

        await Task.WhenAny(Task.WhenAll(clients), ReplaceBothAsync());
        await ending.CancelAsync();

        await Task.WhenAll(clients);

        async Task ReplaceBothAsync()
        {
            await NextFiftyAsync();
            await hosts.ReplaceAsync(0);
            await NextFiftyAsync();
            await hosts.ReplaceAsync(1);
            await NextFiftyAsync();
        }

        async Task NextFiftyAsync()
        {
            while (responses.Reader.TryRead(out _))
            {
                // These came earlier.
            }

            for (var i = 0; i < 50; i++)
            {
                await responses.Reader.ReadAsync(Stop);
            }
        }
    }

    [Fact]
    public async Task Without_Redis_at_the_start_everything_works_in_memory()
    {
        await using var redis = await StartRedisAsync();
        await redis.KillAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis, redis.Address);

        Assert.Equal(await hosts.One.GetStringAsync("/api/kept", Stop), await hosts.One.GetStringAsync("/api/kept", Stop));
        Assert.NotEqual(await hosts.One.GetStringAsync("/api/kept", Stop), await hosts.Other.GetStringAsync("/api/kept", Stop));
        Assert.Equal("text", await hosts.One.GetStringAsync("/api/protected", Stop));

        await redis.StartAsync();
        await hosts.LineAsync("Redis is available again");
    }

    [Fact]
    public async Task Data_that_one_machine_protects_can_be_read_on_the_other()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var hosts = await TwoHosts.StartAsync(folder, redis);
        var text = await hosts.One.GetStringAsync("/api/protect?text=secret", Stop);

        Assert.Equal("secret", await hosts.Other.GetStringAsync($"/api/protect?read={text}", Stop));
    }

    [Fact]
    public async Task FRA3029_for_a_connection_string_that_cannot_be_read()
    {
        using var folder = Folder();

        var (exitCode, _, errors) = await HostProcess.RunAsync(
            folder.Root, "dev", "--urls=http://127.0.0.1:0", "--ConnectionStrings:Redis=127.0.0.1:1,nonsense=1");

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3029: The connection string 'Redis' is not valid", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FixedWindow")]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    public async Task The_Redis_script_counts_like_the_counters_in_memory(string algorithm)
    {
        await using var redis = await StartRedisAsync();
        await using var connection = new RedisConnection(
            RedisConnection.Parse(redis.ConnectionString), "t:", TimeProvider.System, NullLoggerFactory.Instance);
        await connection.Multiplexer;
        var counters = new RedisCounters(connection, new MemoryCounters(TimeProvider.System));
        var memory = new MemoryCounters(TimeProvider.System);
        var rule = new RateLimitRule("api/x.cs", 5, TimeSpan.FromHours(1), Enum.Parse<RateLimitAlgorithm>(algorithm));
        for (var i = 0; i < 8; i++)
        {
            var (there, here) = (await counters.TakeAsync(rule, "a", Stop), await memory.TakeAsync(rule, "a", Stop));

            Assert.Equal((here.IsAllowed, here.Remaining), (there.IsAllowed, there.Remaining));
            Assert.Equal(here.Reset.TotalSeconds, there.Reset.TotalSeconds, rule.Window.TotalSeconds / 10);
            Assert.Equal(here.RetryAfter.TotalSeconds, there.RetryAfter.TotalSeconds, rule.Window.TotalSeconds / 10);
        }
    }

    private static async Task<RedisServer> StartRedisAsync()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        var redis = new RedisServer();
        await redis.StartAsync();
        return redis;
    }

    private static TempFolder Folder() => new(
        ("api/kept.cs", Counts),
        ("api/tell.cs", "Task POST(IRevalidation revalidation) => revalidation.RevalidateTagAsync(\"t\");\n"),
        ("api/limited.cs", "var config = new RouteConfig { RateLimit = { Permits = 100, Window = 3600 } };\nint GET() => 1;\n"),
        ("api/free.cs", """
            var config = new RouteConfig { RateLimit = { Permits = 1000000, Window = 3600, Algorithm = RateLimitAlgorithm.TokenBucket } };
            int GET() => 1;
            """),
        ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddDataProtection();\n"),
        ("api/protected.cs", """
            using Microsoft.AspNetCore.DataProtection;
            string GET(IDataProtectionProvider keys) => keys.CreateProtector("p") is var one ? one.Unprotect(one.Protect("text")) : "";
            """),
        ("api/protect.cs", """
            using Microsoft.AspNetCore.DataProtection;
            string GET(IDataProtectionProvider keys, string? text, string? read) =>
                text is null ? keys.CreateProtector("p").Unprotect(read!) : keys.CreateProtector("p").Protect(text);
            """));
}
