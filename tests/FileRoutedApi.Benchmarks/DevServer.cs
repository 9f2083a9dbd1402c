namespace FileRoutedApi.Benchmarks;

/// <summary>A running development server, whose app is edited.</summary>
internal sealed class DevServer : IDisposable
{
    private static readonly TimeSpan _longestEdit = TimeSpan.FromSeconds(10);

    private readonly DevPeer _peer;
    private readonly ServerProcess _process;

    private DevServer(DevPeer peer, ServerProcess process)
    {
        _peer = peer;
        _process = process;
    }

    /// <summary>The time from the start of the process to the first response.</summary>
    public TimeSpan StartTime => _process.StartTime;

    /// <exception cref="InvalidOperationException">The server did not respond.</exception>
    public static async Task<DevServer> StartAsync(DevPeer peer) =>
        new(peer, await ServerProcess.StartAsync(peer.Name, peer.Command, DevPeer.Route));

    /// <summary>The time from the rename of the edited file to the first response with the new value, or null after the timeout.</summary>
    public Task<TimeSpan?> EditAsync(string value) =>
        _process.UntilAsync(
            DevPeer.Route, response => response.Contains($"\"{value}\"", StringComparison.Ordinal), _peer.Edit(value), _longestEdit);

    public void Dispose() => _process.Dispose();
}
