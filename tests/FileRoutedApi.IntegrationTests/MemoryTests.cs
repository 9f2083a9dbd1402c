namespace FileRoutedApi.IntegrationTests;

/// <summary>Runs alone, so that what is allocated meanwhile is its own.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection<Alone>]
public class MemoryTests(KestrelApp app)
{
    [Fact]
    public async Task Eight_streams_of_100_MB_at_once_are_not_kept_in_memory()
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
}
