using System.Diagnostics;
using System.Threading.Channels;

namespace FileRoutedApi.Benchmarks;

/// <summary>The times of the events <c>update</c> that <c>dev</c> sends to the pages in browsers.</summary>
internal sealed class PageEvents : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly Channel<long> _times = Channel.CreateUnbounded<long>();

    private PageEvents()
    {
    }

    public static async Task<PageEvents> OpenAsync(Uri server, CancellationToken stop)
    {
        var events = new PageEvents();
        var reader = new StreamReader(await events._client.GetStreamAsync(new Uri(server, "/_dev/pages"), stop));

        // The server sends this event first.
        while (await reader.ReadLineAsync(stop) is { } line && line != "event: hello")
        {
        }

        _ = events.ReadAsync(reader, stop);
        return events;
    }

    /// <summary>Forgets earlier events, so that an event of the edit before is not taken for the next one.</summary>
    public void Clear()
    {
        while (_times.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Waits for the next event and returns the time at which it arrived.</summary>
    /// <exception cref="ChannelClosedException">The server has closed the connection.</exception>
    public ValueTask<long> NextAsync(CancellationToken stop) => _times.Reader.ReadAsync(stop);

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync(StreamReader reader, CancellationToken stop)
    {
        try
        {
            using (reader)
            {
                while (await reader.ReadLineAsync(stop) is { } line)
                {
                    if (line == "event: update")
                    {
                        _times.Writer.TryWrite(Stopwatch.GetTimestamp());
                    }
                }
            }

            _times.Writer.TryComplete();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            _times.Writer.TryComplete(exception);
        }
    }
}
