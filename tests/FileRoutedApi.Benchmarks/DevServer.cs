using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.Benchmarks;

/// <summary>A running development server, and a client that asks it for one route over one connection.</summary>
internal sealed class DevServer : IDisposable
{
    private static readonly TimeSpan _longestStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _longestEdit = TimeSpan.FromSeconds(10);

    private readonly DevPeer _peer;
    private readonly DevProcess _process;
    private readonly HttpClient _client;

    private DevServer(DevPeer peer, int port)
    {
        _peer = peer;
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        };
        _process = new DevProcess(peer.Command(port));
    }

    /// <summary>From the start of the process to the first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <exception cref="InvalidOperationException">It did not answer.</exception>
    public static async Task<DevServer> StartAsync(DevPeer peer)
    {
        var server = new DevServer(peer, FreePort());
        if (await server.UntilAsync(DevPeer.FirstValue, server._process.Started, _longestStart) is not { } time)
        {
            var output = server._process.Output;
            server.Dispose();
            throw new InvalidOperationException($"{peer.Name} did not answer:{Environment.NewLine}{output}");
        }

        server.StartTime = time;
        return server;
    }

    /// <summary>From the rename of the edited file to the first answer with the new value; null where there was none.</summary>
    public Task<TimeSpan?> EditAsync(string value) => UntilAsync(value, _peer.Edit(value), _longestEdit);

    public void Dispose()
    {
        _process.Dispose();
        _client.Dispose();
    }

    // While it listens there is no pause: the next request goes out when the last one is answered.
    private async Task<TimeSpan?> UntilAsync(string value, long since, TimeSpan longest)
    {
        using var stop = new CancellationTokenSource(longest);
        try
        {
            while (!_process.HasExited)
            {
                switch (await AskAsync(stop.Token))
                {
                    case { } answer when answer.Contains($"\"{value}\"", StringComparison.Ordinal):
                        return Stopwatch.GetElapsedTime(since);
                    case null:
                        await Task.Delay(2, stop.Token);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        return null;
    }

    /// <summary>Null where nobody listens, empty where the answer is an error.</summary>
    private async Task<string?> AskAsync(CancellationToken stop)
    {
        try
        {
            using var response = await _client.GetAsync(DevPeer.Route, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            return response.IsSuccessStatusCode ? text : string.Empty;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
