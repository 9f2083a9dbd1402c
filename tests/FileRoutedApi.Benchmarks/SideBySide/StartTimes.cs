namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>From the start of a process to its first answer, the servers in turn.</summary>
internal sealed class StartTimes(IReadOnlyList<(Peer Peer, PeerApp App)> built)
{
    public async Task<List<StartResult>> MeasureAsync(int starts)
    {
        if (starts == 0)
        {
            return [];
        }

        var times = built.Select(_ => new List<double>()).ToList();

        // The first time is for what the disk has to read.
        for (var i = 0; i <= starts; i++)
        {
            foreach (var ((peer, app), list) in built.Zip(times))
            {
                using var server = await ServerProcess.StartAsync(peer.Name, port => peer.Command(app, port), app.Routes[0].Path);
                if (i > 0)
                {
                    list.Add(server.StartTime.TotalMilliseconds);
                }
            }
        }

        return [.. built.Zip(times, (entry, list) => new StartResult(entry.Peer, entry.App, list))];
    }
}
