using System.Net.WebSockets;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Opens WebSockets of an application, whatever its server is.</summary>
internal static class SocketClient
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="headers">Headers of the request. Several subprotocols are several headers.</param>
    public static async Task<WebSocket> ConnectAsync(this App app, string path, params (string Name, string Value)[] headers)
    {
        if (!app.UsesKestrel)
        {
            var client = app.Server.CreateWebSocketClient();
            foreach (var (_, protocol) in headers.Where(header => header.Name == "Sec-WebSocket-Protocol"))
            {
                client.SubProtocols.Add(protocol);
            }

            client.ConfigureRequest = request =>
            {
                foreach (var (name, value) in headers.Where(header => header.Name != "Sec-WebSocket-Protocol"))
                {
                    request.Headers[name] = value;
                }
            };
            return await client.ConnectAsync(new Uri(app.Server.BaseAddress, path), Stop);
        }

        var socket = CreateClient(headers);
        await socket.ConnectAsync(new UriBuilder(new Uri(app.Address, path)) { Scheme = "ws" }.Uri, Stop);
        return socket;
    }

    /// <summary>Returns the status of a request for a WebSocket: 101 if it was accepted.</summary>
    public static async Task<int> HandshakeAsync(this App app, string path, params (string Name, string Value)[] headers)
    {
        try
        {
            using var socket = await app.ConnectAsync(path, headers);
            return 101;
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("Incomplete handshake", StringComparison.Ordinal))
        {
            // The client of the test server: "Incomplete handshake, status code: 403".
            return int.Parse(exception.Message.Split(": ")[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.NotAWebSocket)
        {
            // "The server returned status code '403' when status code '101' was expected."
            return int.Parse(exception.Message.Split('\'')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Returns the status of a request for a WebSocket that is not accepted.</summary>
    public static async Task<int> RejectedAsync(this App app, string path, params (string Name, string Value)[] headers)
    {
        var status = await app.HandshakeAsync(path, headers);
        Assert.NotEqual(101, status);
        return status;
    }

    public static ClientWebSocket CreateClient(params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
        {
            if (name == "Sec-WebSocket-Protocol")
            {
                socket.Options.AddSubProtocol(value);
            }
            else
            {
                socket.Options.SetRequestHeader(name, value);
            }
        }

        return socket;
    }

    public static Task SendTextAsync(this WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Stop);

    /// <summary>Receives a whole message.</summary>
    public static async Task<string> ReceiveTextAsync(this WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Stop);
            Assert.Equal((WebSocketMessageType.Text, null), (received.MessageType, received.CloseStatus));
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }

    /// <summary>Receives the close of the server, and confirms it.</summary>
    public static async Task<WebSocketCloseStatus?> ReceiveCloseAsync(this WebSocket socket)
    {
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, Stop)).MessageType != WebSocketMessageType.Close)
        {
        }

        await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, Stop);
        return socket.CloseStatus;
    }
}
