using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A client that sends exactly the given bytes.</summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpClient _client = new();

    private Wire()
    {
    }

    public NetworkStream Stream => _client.GetStream();

    public static async Task<Wire> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var wire = new Wire();
        await wire._client.ConnectAsync(server, cancellationToken);
        return wire;
    }

    /// <summary>Sends one request and reads until the server closes the connection.</summary>
    public static async Task<string> ExchangeAsync(IPEndPoint server, string request, CancellationToken cancellationToken)
    {
        using var wire = await ConnectAsync(server, cancellationToken);
        await wire.SendAsync(request, cancellationToken);
        return await wire.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Sends a GET of a raw target on a new connection.</summary>
    public static Task<string> GetAsync(IPEndPoint server, string target, CancellationToken cancellationToken) =>
        ExchangeAsync(server, $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", cancellationToken);

    public async Task SendAsync(string text, CancellationToken cancellationToken) =>
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var received = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(received, cancellationToken);
        }
        catch (IOException)
        {
            // A reset ends the response too; the bytes before it are returned.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Reads until the headers are complete.</summary>
    public Task<string> ReadHeadersAsync(CancellationToken cancellationToken) => ReadUntilAsync("\r\n\r\n", cancellationToken);

    /// <summary>Reads until a text has arrived or the connection ends.</summary>
    public async Task<string> ReadUntilAsync(string end, CancellationToken cancellationToken)
    {
        var received = new StringBuilder();
        var buffer = new byte[1];
        while (!received.ToString().EndsWith(end, StringComparison.Ordinal) && await Stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            received.Append((char)buffer[0]);
        }

        return received.ToString();
    }

    public void Dispose() => _client.Dispose();
}
