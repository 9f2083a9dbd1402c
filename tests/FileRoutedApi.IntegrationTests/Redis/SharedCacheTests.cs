using System.IO.Hashing;
using System.Text;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>The data in Redis: to which deployment it belongs, what it reveals, and damaged or lost entries.</summary>
public partial class SharedCacheTests
{
    private const string Route = """
        var config = new RouteConfig { Revalidate = false, Tags = ["t"] };
        string GET() => $"{Names.Value} {Guid.NewGuid()}";
        """;

    /// <summary>Damaged values; those named <c>hashed</c> have a valid hash.</summary>
    public static TheoryData<string, string> Damaged => new()
    {
        { "text", "garbage" },
        { "text", "" },
        { "text", "[]" },
        { "text", "null" },
        { "text", "{}" },
        { "hashed", "garbage" },
        { "hashed", "" },
        { "hashed", "[]" },
        { "hashed", "null" },
        { "hashed", "{}" },
        { "hashed", Deep },
        { "hashed", Entry(body: "null") },
        { "hashed", Entry(body: "\"not base64\"") },
        { "hashed", Entry(headers: "null") },
        { "hashed", Entry(headers: "[{\"Key\":null,\"Value\":[\"a\"]}]") },
        { "hashed", Entry(headers: "[{\"Key\":\"X-A\",\"Value\":null}]") },
        { "hashed", Entry(headers: "[{\"Key\":\"X-A\",\"Value\":[null]}]") },
        { "hashed", Entry(headers: "[{\"Key\":\"X-A\",\"Value\":[\"a\\r\\nX-B: b\"]}]") },
        { "hashed", Entry(headers: "[{\"Key\":\"X A\",\"Value\":[\"a\"]}]") },
        { "hashed", Entry(status: "0") },
        { "hashed", Entry(status: "1000") },
        { "hashed", Entry(status: "-1") },
        { "hashed", Entry(versions: "null") },
        { "hashed", Entry(tag: "\"a\\nb\"") },
        { "hashed", Entry(timestamp: "-1") },
        { "hashed", Entry(timestamp: "9223372036854775807") },
        { "hashed", Entry(timestamp: "\"x\"") },
        { "type", "list" },
        { "type", "hash" },
        { "flip", "" },
        { "cut", "" },
    };

    private static string Deep => $"{new string('[', 200)}{new string(']', 200)}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task A_damaged_cache_entry_is_a_miss_is_logged_once_and_is_replaced(string how, string text)
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using (var one = await StartAsync(folder, redis))
        {
            await one.Client.GetStringAsync("/api/x", Stop);
        }

        await using var server = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = server.GetDatabase();
        var key = await ResponseKeyAsync(server);
        var value = (byte[])(await database.StringGetAsync(key))!;
        await DamageAsync(database, key, value, how, text);
        await using var two = await StartAsync(folder, redis);

        var made = await two.Client.GetAsync("/api/x", Stop);
        var hit = await two.Client.GetAsync("/api/x", Stop);

        Assert.Equal((200, "MISS"), ((int)made.StatusCode, made.Headers.GetValues("X-Cache").Single()));
        Assert.Equal("HIT", hit.Headers.GetValues("X-Cache").Single());
        Assert.Single(two.Warnings, warning => warning.Contains("is damaged", StringComparison.Ordinal));
        await using var three = await StartAsync(folder, redis);
        Assert.Equal(await made.Content.ReadAsStringAsync(Stop), await three.Client.GetStringAsync("/api/x", Stop));
        Assert.Empty(three.Warnings);
    }

    [Theory]
    [InlineData("FixedWindow", "SET", "garbage")]
    [InlineData("FixedWindow", "RPUSH", "x")]
    [InlineData("SlidingWindow", "SET", "garbage")]
    [InlineData("SlidingWindow", "HSET", "x")]
    [InlineData("TokenBucket", "SET", "garbage")]
    [InlineData("TokenBucket", "HSET", "x")]
    public async Task A_damaged_counter_is_reset(string algorithm, string command, string text)
    {
        await using var redis = await StartRedisAsync();
        await using var connection = await ConnectAsync(redis, "t:");
        var counters = new RedisCounters(connection, new MemoryCounters(TimeProvider.System));
        var rule = new RateLimitRule("api/x.cs", 3, TimeSpan.FromHours(1), Enum.Parse<RateLimitAlgorithm>(algorithm));
        await counters.TakeAsync(rule, "a", Stop);
        var database = connection.Database!;
        var key = Assert.Single(await KeysAsync(await connection.Multiplexer, "t:limit:*"));
        await database.KeyDeleteAsync(key);
        object[] values = command == "HSET" ? [key, "tokens", text, "at", text] : [key, text];
        await database.ExecuteAsync(command, values);
        await database.KeyExpireAsync(key, TimeSpan.FromHours(1));

        var verdict = await counters.TakeAsync(rule, "a", Stop);

        Assert.True(verdict.IsAllowed);
        Assert.Equal(2, verdict.Remaining);
        Assert.NotNull(connection.Database);
    }

    [Theory]
    [InlineData("lib")]
    [InlineData("startup")]
    [InlineData("environment")]
    [InlineData("settings file")]
    [InlineData("connection string")]
    [InlineData("route")]
    [InlineData("prefix")]
    public async Task A_deployment_with_other_code_gets_no_responses_of_the_previous_one(string what)
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var one = await StartAsync(folder, redis);
        await using var same = await StartAsync(folder, redis);
        using var changed = what switch
        {
            "lib" => Folder(lib: "internal static class Names { public static string Value => \"two\"; }\n"),
            "startup" => Folder(startup: """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddMemoryCache();
                """),
            "settings file" => Folder(settings: "{\"Prices\":\"https://staging.example\"}"),
            "route" => Folder(route: Route.Replace("Names.Value}", "Names.Value}!", StringComparison.Ordinal)),
            _ => Folder(),
        };
        await using var other = await StartAsync(
            changed,
            redis,
            environment: what == "environment" ? "Staging" : "Production",
            arguments: what switch
            {
                "connection string" => ["--ConnectionStrings:Db=staging"],
                "prefix" => ["--FileRoutes:Cache:RedisPrefix=other:"],
                _ => [],
            });

        var text = await one.Client.GetStringAsync("/api/x", Stop);

        Assert.Equal(text, await same.Client.GetStringAsync("/api/x", Stop));
        Assert.NotEqual(text, await other.Client.GetStringAsync("/api/x", Stop));
        Assert.Equal(text, await same.Client.GetStringAsync("/api/x", Stop));
    }

    [Theory]
    [InlineData(null, null, "fra:")]
    [InlineData("shop:", null, "shop:")]
    [InlineData("shop:", "given:", "given:")]
    public async Task Every_key_begins_with_the_prefix_of_the_settings_unless_one_is_given(string? setting, string? given, string expected)
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var app = await StartAsync(
            folder,
            redis,
            arguments: setting is null ? [] : [$"--FileRoutes:Cache:RedisPrefix={setting}"],
            prefix: given);

        await app.Client.GetAsync("/api/x", Stop);
        await app.Client.GetAsync("/api/limited", Stop);
        await app.Client.PostAsync("/api/tell", null, Stop);
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("p").Protect("text");

        await using var server = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var keys = (await KeysAsync(server, "*")).Select(key => key.ToString()).ToList();
        Assert.All(keys, key => Assert.StartsWith(expected, key, StringComparison.Ordinal));
        foreach (var kind in new[] { "responses:", "limit:", "version:", "keys" })
        {
            Assert.Contains(keys, key => key[expected.Length..].StartsWith(kind, StringComparison.Ordinal));
        }

        Assert.Equal(expected, app.Services.GetRequiredService<IOptions<DataProtectionOptions>>().Value.ApplicationDiscriminator);
    }

    [Fact]
    public async Task No_key_reveals_the_headers_and_query_keys_of_a_request()
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var app = await StartAsync(folder, redis);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/secrets?token=s3cret-query")
        {
            Headers = { { "X-Api-Key", "s3cret-header" } },
        };

        Assert.True((await app.Client.SendAsync(request, Stop)).IsSuccessStatusCode);

        await using var server = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var keys = await KeysAsync(server, "*");
        Assert.Contains(keys, key => key.ToString().Contains(":limit:", StringComparison.Ordinal));
        Assert.Contains(keys, key => key.ToString().Contains(":responses:", StringComparison.Ordinal));
        Assert.DoesNotContain(keys, key => key.ToString().Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("garbage")]
    [InlineData("list")]
    public async Task A_cached_response_whose_version_is_lost_is_stale(string how)
    {
        await using var redis = await StartRedisAsync();
        using var folder = Folder();
        await using var one = await StartAsync(folder, redis);
        var first = await one.Client.GetStringAsync("/api/x", Stop);
        await using var server = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        foreach (var key in await KeysAsync(server, "fra:version:*"))
        {
            await server.GetDatabase().KeyDeleteAsync(key);
            _ = how switch
            {
                "garbage" => await server.GetDatabase().StringSetAsync(key, "garbage"),
                "list" => await server.GetDatabase().ListRightPushAsync(key, "x") > 0,
                _ => true,
            };
        }

        await using var two = await StartAsync(folder, redis);
        var response = await two.Client.GetAsync("/api/x", Stop);

        Assert.Equal("REVALIDATED", response.Headers.GetValues("X-Cache").Single());
        Assert.NotEqual(first, await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("HIT", (await two.Client.GetAsync("/api/x", Stop)).Headers.GetValues("X-Cache").Single());
    }

    [Fact]
    public async Task A_poll_that_overlaps_an_invalidation_does_not_undo_it()
    {
        await using var redis = await StartRedisAsync();
        await using var connection = await ConnectAsync(redis, "t:");
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var versions = new RedisVersions(connection, time);
        var undone = 0;
        for (var i = 0; i < 2000; i++)
        {
            // A poll is due, and an invalidation arrives during the poll.
            time.Advance(TimeSpan.FromSeconds(1));
            var before = await versions.GetAsync(["path:/api/x"], Stop);
            time.Advance(TimeSpan.FromSeconds(1));
            var looking = versions.GetAsync(["path:/api/x"], Stop).AsTask();
            var changing = versions.InvalidateAsync("path:/api/x", Stop).AsTask();
            await Task.WhenAll(looking, changing);
            undone += await versions.AreCurrentAsync(["path:/api/x"], before, Stop) ? 1 : 0;
        }

        Assert.Equal(0, undone);
    }

    [Fact]
    public async Task The_versions_of_arbitrary_paths_are_bounded_in_Redis()
    {
        await using var redis = await StartRedisAsync();
        await using var connection = await ConnectAsync(redis, "t:");
        var versions = new RedisVersions(connection, TimeProvider.System);
        foreach (var names in Enumerable.Range(0, 100_000).Chunk(1000))
        {
            await Task.WhenAll(names.Select(async name => await versions.InvalidateAsync($"path:/api/{name}", Stop)));
        }

        Assert.InRange(await connection.Database!.ExecuteAsync("DBSIZE") is var size ? (int)size : 0, 1, 65_536);
    }

    private static string Entry(
        string status = "200", string headers = "[]", string body = "\"\"", string tag = "null", string versions = "[]",
        string timestamp = "639000000000000000") =>
        $$"""
        {"v":{"Status":{{status}},"Headers":{{headers}},"Body":{{body}},"EntityTag":{{tag}},
        "MadeAt":1,"Versions":{{versions}},"RetryAt":0,"Tried":[]},"t":{{timestamp}}}
        """.ReplaceLineEndings("");

    private static Task DamageAsync(IDatabase database, RedisKey key, byte[] value, string how, string text) => how switch
    {
        "text" => database.StringSetAsync(key, text),
        "hashed" => database.StringSetAsync(key, (byte[])[.. XxHash64.Hash(Encoding.UTF8.GetBytes(text)), .. Encoding.UTF8.GetBytes(text)]),
        "flip" => database.StringSetAsync(key, (byte[])[.. value[..^20], (byte)(value[^20] ^ 1), .. value[^19..]]),
        "cut" => database.StringSetAsync(key, value[..^1]),
        _ => ReplaceAsync(database, key, text),
    };

    private static async Task ReplaceAsync(IDatabase database, RedisKey key, string type)
    {
        await database.KeyDeleteAsync(key);
        await (type == "list" ? database.ListRightPushAsync(key, "x") : (Task)database.HashSetAsync(key, [new HashEntry("data", "x")]));
    }

    private static async Task<RedisKey> ResponseKeyAsync(ConnectionMultiplexer server)
    {
        // The entry is written in the background.
        while (true)
        {
            if (await KeysAsync(server, "fra:responses:*") is [var key])
            {
                return key;
            }

            Stop.ThrowIfCancellationRequested();
        }
    }

    private static async Task<List<RedisKey>> KeysAsync(IConnectionMultiplexer server, string pattern)
    {
        var keys = new List<RedisKey>();
        await foreach (var key in server.GetServers()[0].KeysAsync(pattern: pattern))
        {
            keys.Add(key);
        }

        return keys;
    }

    private static TempFolder Folder(string? lib = null, string? startup = null, string? settings = null, string? route = null) => new(
        ("api/x.cs", route ?? Route),
        ("api/_lib/Names.cs", lib ?? "internal static class Names { public static string Value => \"one\"; }\n"),
        ("api/_startup.cs", startup ?? "void Services(IServiceCollection services, IConfiguration configuration) { }\n"),
        ("api/limited.cs", "var config = new RouteConfig { RateLimit = { Permits = 100 } };\nint GET() => 1;\n"),
        ("api/tell.cs", "Task POST(IRevalidation revalidation) => revalidation.RevalidateTagAsync(\"t\");\n"),
        ("api/secrets.cs", """
            var config = new RouteConfig
            {
                Revalidate = false,
                Cache = { Query = ["token"], Headers = ["X-Api-Key"] },
                RateLimit = { Permits = 100, By = RateLimitBy.Header("X-Api-Key") },
            };
            int GET() => 1;
            """),
        ("appsettings.json", settings ?? "{}"));

    private static async Task<RedisServer> StartRedisAsync()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        var redis = new RedisServer();
        await redis.StartAsync();
        return redis;
    }

    private static async Task<RedisConnection> ConnectAsync(RedisServer redis, string prefix)
    {
        var connection = new RedisConnection(
            RedisConnection.Parse(redis.ConnectionString), prefix, TimeProvider.System, NullLoggerFactory.Instance);
        await connection.Multiplexer;
        return connection;
    }

    private static async Task<RunningApp> StartAsync(
        TempFolder folder,
        RedisServer redis,
        string environment = "Production",
        string[]? arguments = null,
        string? prefix = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = folder.Root,
            EnvironmentName = environment,
            ApplicationName = "shop",
            Args = arguments ?? [],
        });
        var warnings = new WarningLog();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(warnings);
        builder.Services.AddDataProtection();
        builder.AddFileRoutes(options => options.CompileCache = "false").AddCompilation().AddRedis(redis.ConnectionString, prefix);
        var app = builder.Build();
        app.UseFileRoutes();
        app.MapFileRoutes();
        await app.StartAsync(Stop);
        await app.Services.GetRequiredService<RedisConnection>().Multiplexer;
        return new RunningApp(app, warnings);
    }
}
