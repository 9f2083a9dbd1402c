using FileRoutedApi.Caching;
using FileRoutedApi.RateLimiting;

namespace FileRoutedApi.IntegrationTests;

[Collection<Alone>]
public class MemoryTests(KestrelApp app)
{
    [Fact]
    public async Task Eight_concurrent_streams_of_100_MB_are_not_buffered()
    {
        var stop = TestContext.Current.CancellationToken;
        var client = app.CreatePlainClient();
        var before = GC.GetTotalAllocatedBytes();

        var lengths = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await client.GetAsync("/api/slowly/download", HttpCompletionOption.ResponseHeadersRead, stop);
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            var buffer = new byte[64 * 1024];
            var length = 0L;
            for (int read; (read = await stream.ReadAsync(buffer, stop)) > 0;)
            {
                length += read;
            }

            return length;
        }));

        Assert.All(lengths, length => Assert.Equal(100 * 1024 * 1024, length));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200 * 1024 * 1024);
    }

    [Fact]
    public async Task Small_cached_responses_with_long_keys_take_no_more_memory_than_the_limit()
    {
        const int limit = 20 * 1024 * 1024;
        var stop = TestContext.Current.CancellationToken;
        using var folder = new FolderApp(
            new TempFolder(
                ("api/_lib/Calls.cs", "static class Calls { public static int Count; }\n"),
                ("api/[id].cs", """
                    using System.Threading;
                    var config = new RouteConfig { Revalidate = false };
                    string GET(string id) => $"{Interlocked.Increment(ref Calls.Count)}";

                    """)),
            settings: [("FileRoutes:Cache:MemoryLimit", "20mb")],
            environment: "Production");
        using var client = folder.CreatePlainClient();
        await client.GetAsync("/api/warm", stop);
        var first = await GetAsync(0);
        var before = MeasureHeap();
        foreach (var ids in Enumerable.Range(1, 30_000).Chunk(100))
        {
            await Task.WhenAll(ids.Select(GetAsync));
        }

        var taken = MeasureHeap() - before;

        // It includes the buffers of the server. There is no lower bound: other objects of this process are freed at the same time.
        Assert.True(taken < limit * 1.2, $"{taken} bytes");

        // The limit was reached, and what fits is in the cache. While the cache makes room, it does not store a new response.
        Assert.NotEqual(first, await GetAsync(0));
        var again = await Task.WhenAll(Enumerable.Range(29_000, 500).Select(async id => await GetAsync(id) == await GetAsync(id)));
        Assert.Contains(true, again);

        Task<string> GetAsync(int id) => client.GetStringAsync($"/api/{id}{new string('a', 150)}", stop);
    }

    [Fact]
    public async Task A_million_invalidated_paths_and_rate_limited_keys_take_a_bounded_amount_of_memory()
    {
        var stop = TestContext.Current.CancellationToken;
        var rule = new RateLimitRule("api/x.cs", 10, TimeSpan.FromHours(1), RateLimitAlgorithm.SlidingWindow);
        var versions = new MemoryVersions();
        var counters = new MemoryCounters(TimeProvider.System);
        var old = await versions.GetAsync(["path:/api/0"], stop);
        var before = MeasureHeap();
        for (var i = 0; i < 1_000_000; i++)
        {
            await versions.InvalidateAsync($"path:/api/{i}", stop);
            await counters.TakeAsync(rule, $"{i:0000000000000000000000}", stop);
        }

        var taken = MeasureHeap() - before;

        Assert.True(taken < 50 * 1024 * 1024, $"{taken} bytes");
        Assert.False(await versions.AreCurrentAsync(["path:/api/0"], old, stop));
        Assert.Equal(MemoryCounters.MaxCounters, counters.Count);
    }

    // Objects with finalizers live until the second collection. Those of earlier tests would be counted as freed memory otherwise.
    // GC.GetTotalMemory does not count objects that stay in generation 0 beside pinned ones.
    private static long MeasureHeap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var last = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return last.HeapSizeBytes - last.FragmentedBytes;
    }
}
