using FileRoutedApi.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Counters of rate limits, their number, and the endpoints that they apply to.</summary>
public class RateLimitTests
{
    private const int Most = 2_000;

    private static readonly RateLimitRule _rule = new("api/x.cs", 2, TimeSpan.FromMinutes(1), RateLimitAlgorithm.FixedWindow);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task Invented_keys_neither_grow_the_counters_beyond_their_bound_nor_reset_one(RateLimitAlgorithm algorithm)
    {
        var counters = new MemoryCounters(new FakeTimeProvider(), Most);
        var rule = _rule with { Algorithm = algorithm };
        Assert.True(await TakeAsync(counters, rule, "mine"));
        Assert.True(await TakeAsync(counters, rule, "mine"));
        Assert.False(await TakeAsync(counters, rule, "mine"));

        for (var i = 0; i < Most * 10; i++)
        {
            await TakeAsync(counters, rule, $"invented {i}");
        }

        Assert.Equal(Most, counters.Count);
        Assert.False(await TakeAsync(counters, rule, "mine"));
    }

    [Fact]
    public async Task A_flood_of_keys_on_one_file_does_not_evict_the_entries_of_another()
    {
        var counters = new MemoryCounters(new FakeTimeProvider(), Most);
        for (var i = 0; i < Most * 10; i++)
        {
            await TakeAsync(counters, _rule, $"invented {i}");
        }

        var other = _rule with { Scope = "api/y.cs" };
        for (var i = 0; i < Most / 2; i++)
        {
            Assert.True(await TakeAsync(counters, other, $"{i}"));
            Assert.True(await TakeAsync(counters, other, $"{i}"));
            Assert.False(await TakeAsync(counters, other, $"{i}"));
        }

        Assert.InRange(counters.Count, Most, Most * 2);
    }

    [Fact]
    public async Task New_clients_over_the_bound_share_a_counter_until_other_counters_are_idle()
    {
        var time = new FakeTimeProvider();
        var counters = new MemoryCounters(time, Most);
        for (var i = 0; i < Most; i++)
        {
            await TakeAsync(counters, _rule, $"{i}");
        }

        var allowed = 0;
        for (var i = 0; i < Most * 10; i++)
        {
            allowed += await TakeAsync(counters, _rule, $"late {i}") ? 1 : 0;
        }

        // 1024 counters of two permits each.
        Assert.InRange(allowed, 1, 2048);
        Assert.Equal(Most, counters.Count);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await TakeAsync(counters, _rule, "later"));
        Assert.Equal(1, counters.Count);
    }

    [Fact]
    public async Task A_rewritten_request_takes_the_permits_of_the_second_endpoint_too()
    {
        var counters = new MemoryCounters(new FakeTimeProvider());
        using var limiter = new FileRateLimiter(counters, NullLogger<FileRateLimiter>.Instance);
        var folder = LimitOf("api/_middleware.cs", 3);
        var first = EndpointOf(folder, LimitOf("api/first.cs", 100));
        var second = EndpointOf(folder, LimitOf("api/second.cs", 1));
        var results = new List<bool>();
        for (var i = 0; i < 2; i++)
        {
            var context = new DefaultHttpContext();
            foreach (var endpoint in new[] { first, first, second, second })
            {
                context.SetEndpoint(endpoint);
                using var lease = await limiter.AcquireAsync(context, 1, Stop);
                results.Add(lease.IsAcquired);
                Assert.Equal(!lease.IsAcquired, FileRateLimiter.HasRejected(context));
            }

            context.SetEndpoint(null);
            Assert.False(FileRateLimiter.HasRejected(context));
        }

        // Two of the three permits of the folder are taken, one for each request.
        Assert.Equal([true, true, true, true, true, true, false, false], results);
        Assert.Equal(0, (await counters.TakeAsync(folder.Rule, folder.KeyOf(new DefaultHttpContext())!, Stop)).Remaining);
    }

    [Fact]
    public async Task A_rejection_of_the_applications_own_endpoints_is_not_changed()
    {
        using var folder = new TempFolder(
            ("api/limited.cs", "var config = new RouteConfig { RateLimit = { Permits = 1 } };\nint GET() => 1;\n"),
            ("api/named.cs", "[Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"own\")]\nint GET() => 1;\n"));
        await using var app = await TestApp.StartAsync(
            folder,
            compile: true,
            map: app =>
            {
                app.UseFileRoutes();
                app.MapGet("/own", () => "own").RequireRateLimiting("own");
                app.MapFileRoutes();
            },
            services: builder => builder.Services.AddRateLimiter(options => options.AddFixedWindowLimiter("own", limiter =>
            {
                limiter.PermitLimit = 1;
                limiter.Window = TimeSpan.FromHours(1);
            })));
        using var client = app.GetTestClient();
        foreach (var path in new[] { "/own", "/api/limited", "/api/named" })
        {
            await client.GetAsync(path, Stop);
        }

        var own = await client.GetAsync("/own", Stop);
        var limited = await client.GetAsync("/api/limited", Stop);
        var named = await client.GetAsync("/api/named", Stop);

        Assert.Equal(
            (503, false, ""),
            ((int)own.StatusCode, own.Headers.Contains("Retry-After"), await own.Content.ReadAsStringAsync(Stop)));
        Assert.Equal((429, true), ((int)limited.StatusCode, limited.Headers.Contains("Retry-After")));
        Assert.Equal("application/problem+json", limited.Content.Headers.ContentType?.MediaType);
        Assert.Equal((503, true), ((int)named.StatusCode, named.Headers.Contains("Retry-After")));
    }

    private static RateLimit LimitOf(string file, int permits) =>
        new(file, new RateLimitConfig { Permits = permits, By = RateLimitBy.Function(_ => "client") });

    private static Endpoint EndpointOf(params object[] metadata) => new(null, new EndpointMetadataCollection(metadata), null);

    private static async Task<bool> TakeAsync(MemoryCounters counters, RateLimitRule rule, string key) =>
        (await counters.TakeAsync(rule, key, Stop)).IsAllowed;
}
