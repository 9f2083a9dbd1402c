using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.Benchmarks;

/// <summary>A server process on a free port, and a client with one connection to it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan _longestStart = TimeSpan.FromMinutes(2);

    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private ServerProcess(Func<int, ProcessStartInfo> command)
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        _client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            UseProxy = false,
            UseCookies = false,
        })
        { BaseAddress = Address };
        _process = new ChildProcess(command(port));
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>The time from the start of the process to the first response.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <param name="command">The command for a port.</param>
    /// <param name="route">The route that is requested until the response is a 200.</param>
    /// <exception cref="InvalidOperationException">The server did not respond.</exception>
    public static async Task<ServerProcess> StartAsync(string name, Func<int, ProcessStartInfo> command, string route)
    {
        var server = new ServerProcess(command);
        if (await server.UntilAsync(route, _ => true, server._process.Started, _longestStart) is not { } time)
        {
            var output = server._process.Output;
            server.Dispose();
            throw new InvalidOperationException($"{name} did not respond:{Environment.NewLine}{output}");
        }

        server.StartTime = time;
        return server;
    }

    /// <summary>Sends requests until the expected response arrives; returns null after the timeout.</summary>
    public async Task<TimeSpan?> UntilAsync(string route, Func<string, bool> isIt, long since, TimeSpan longest)
    {
        using var stop = new CancellationTokenSource(longest);
        try
        {
            while (!_process.HasExited)
            {
                switch (await AskAsync(route, stop.Token))
                {
                    // While the server listens there is no pause between a response and the next request.
                    case { } response when response.Length > 0 && isIt(response):
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

    /// <exception cref="HttpRequestException">The response is not a 200.</exception>
    public async Task<string> ReadAsync(string route, string? json, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, route);
        request.Content = json is null ? null : new StringContent(json, mediaType: new("application/json"));
        using var response = await _client.SendAsync(request, stop);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(stop);
    }

    /// <summary>Waits until the process has exited by itself.</summary>
    public Task WaitForExitAsync() => _process.WaitAsync(CancellationToken.None);

    public void Dispose()
    {
        _process.Dispose();
        _client.Dispose();
    }

    /// <summary>Gets the body; null if the server does not listen, empty if the response is an error.</summary>
    private async Task<string?> AskAsync(string route, CancellationToken stop)
    {
        try
        {
            using var response = await _client.GetAsync(route, stop);
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
