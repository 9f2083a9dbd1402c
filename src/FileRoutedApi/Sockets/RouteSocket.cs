using System.Net.WebSockets;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Sockets;

/// <summary>
/// The WebSocket that a function gets. It limits the size of messages, and cancelling a receive or a close does not abort the connection.
/// </summary>
/// <remarks>It is accepted after all parameters are bound and valid, so that a mistake in them is still a response with a status.</remarks>
/// <param name="stopping">The token of the function.</param>
internal sealed class RouteSocket(CancellationToken stopping) : WebSocket
{
    private WebSocket? _accepted;
    private SocketReader? _reader;

    public override WebSocketCloseStatus? CloseStatus => HasCloseAhead ? null : Accepted.CloseStatus;

    public override string? CloseStatusDescription => HasCloseAhead ? null : Accepted.CloseStatusDescription;

    public override WebSocketState State => HasCloseAhead ? WebSocketState.Open : ConnectionState;

    /// <summary>Gets the state of the connection, which may be ahead of the messages that the function has received.</summary>
    public WebSocketState ConnectionState => _accepted?.State ?? WebSocketState.None;

    public override string? SubProtocol => Accepted.SubProtocol;

    /// <summary>Gets the reader; null before the WebSocket is accepted.</summary>
    public SocketReader? Reader => _reader;

    /// <summary>
    /// Gets whether the client has closed after messages that the function has not received yet. A function that receives while the state
    /// is open would miss them.
    /// </summary>
    private bool HasCloseAhead => ConnectionState == WebSocketState.CloseReceived && _reader!.HasUnread;

    private WebSocket Accepted => _accepted ?? throw new InvalidOperationException(UsageTexts.SocketNotAccepted);

    private SocketReader Received => _reader ?? throw new InvalidOperationException(UsageTexts.SocketNotAccepted);

    /// <summary>Connects it to the accepted WebSocket.</summary>
    public void Open(WebSocket accepted, SocketReader reader)
    {
        _accepted = accepted;
        _reader = reader;
        reader.Start();
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Received.ReceiveAsync(buffer, cancellationToken);

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await Received.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return received.MessageType == WebSocketMessageType.Close
            ? new WebSocketReceiveResult(
                received.Count, received.MessageType, received.EndOfMessage, Accepted.CloseStatus, Accepted.CloseStatusDescription)
            : new WebSocketReceiveResult(received.Count, received.MessageType, received.EndOfMessage);
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(
            buffer, messageType, endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None, cancellationToken);

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : Accepted.SendAsync(buffer, messageType, messageFlags, Aborting(cancellationToken));

    public override async Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (ConnectionState != WebSocketState.CloseSent)
        {
            await CloseOutputAsync(closeStatus, statusDescription, cancellationToken);
        }

        await Received.DrainAsync(cancellationToken);
    }

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled(cancellationToken)
            : Accepted.CloseOutputAsync(closeStatus, statusDescription, Aborting(cancellationToken));

    public override void Abort() => _accepted?.Abort();

    /// <summary>
    /// Has no effect: a function may have the WebSocket in a <c>using</c>, and it is closed with a status after the function has returned.
    /// </summary>
    public override void Dispose()
    {
    }

    /// <summary>Releases the connection.</summary>
    public void Release()
    {
        _accepted?.Dispose();
        _reader?.Dispose();
    }

    /// <summary>
    /// Returns the token that aborts a send. The framework aborts the connection if a send is cancelled, because half of a frame may have
    /// been sent. A function whose token is cancelled must be able to close, so this token does not abort a send.
    /// </summary>
    private CancellationToken Aborting(CancellationToken cancellationToken) =>
        cancellationToken == stopping ? CancellationToken.None : cancellationToken;
}
