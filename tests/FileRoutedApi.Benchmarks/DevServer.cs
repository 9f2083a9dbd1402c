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

    /// <summary>From the start of the process to the first answer.</summary>
    public TimeSpan StartTime => _process.StartTime;

    /// <exception cref="InvalidOperationException">It did not answer.</exception>
    public static async Task<DevServer> StartAsync(DevPeer peer) =>
        new(peer, await ServerProcess.StartAsync(peer.Name, peer.Command, DevPeer.Route));

    /// <summary>From the rename of the edited file to the first answer with the new value; null where there was none.</summary>
    public Task<TimeSpan?> EditAsync(string value) =>
        _process.UntilAsync(
            DevPeer.Route, answer => answer.Contains($"\"{value}\"", StringComparison.Ordinal), _peer.Edit(value), _longestEdit);

    public void Dispose() => _process.Dispose();
}
