namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The time from the start of a process to its first response, for each server in turn.</summary>
internal sealed class StartTimes(PeersOptions options, IReadOnlyList<(Peer Peer, PeerApp App)> built, Action<Peer, Exception> leave)
{
    public async Task<List<StartResult>> MeasureAsync(CancellationToken stop)
    {
        if (options.Starts == 0)
        {
            return [];
        }

        var times = built.ToDictionary(entry => entry, _ => new List<double>());

        // The first time is for what the disk has to read.
        for (var i = 0; i <= options.Starts; i++)
        {
            foreach (var entry in times.Keys.ToList())
            {
                stop.ThrowIfCancellationRequested();
                if (await TimeAsync(entry.Peer, entry.App) is not { } time)
                {
                    times.Remove(entry);
                }
                else if (i > 0)
                {
                    times[entry].Add(time.TotalMilliseconds);
                }
            }
        }

        return [.. times.Select(pair => new StartResult(pair.Key.Peer, pair.Key.App, pair.Value))];
    }

    /// <summary>Null if the server did not respond.</summary>
    private async Task<TimeSpan?> TimeAsync(Peer peer, PeerApp app)
    {
        try
        {
            using var server = await ServerProcess.StartAsync(peer.Name, port => options.OnServerCores(peer.Command(app, port)), app.Routes[0].Path);
            return server.StartTime;
        }
        catch (InvalidOperationException exception)
        {
            leave(peer, exception);
            return null;
        }
    }
}
