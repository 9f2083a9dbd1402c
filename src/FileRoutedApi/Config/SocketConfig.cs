namespace FileRoutedApi;

/// <summary>Configures the WebSockets that the function <c>SOCKET</c> of a route file accepts.</summary>
/// <example><code>Socket = { MessageSizeLimit = "64kb", Protocols = ["chat.v1"] }</code></example>
public sealed class SocketConfig
{
    /// <summary>
    /// Gets or sets the limit of a received message. A larger message closes the WebSocket with 1009. Null for
    /// <see cref="WebSocketSettings.MessageSizeLimit"/>.
    /// </summary>
    public ByteSize? MessageSizeLimit { get; set; }

    /// <summary>
    /// Gets or sets how often a ping is sent, in seconds; 0 for never. Null for <see cref="WebSocketSettings.KeepAliveInterval"/>.
    /// </summary>
    public double? KeepAliveInterval { get; set; }

    /// <summary>
    /// Gets or sets how long the client may take to respond to a ping until the connection is aborted, in seconds; 0 for no limit. Null for
    /// <see cref="WebSocketSettings.KeepAliveTimeout"/>.
    /// </summary>
    public double? KeepAliveTimeout { get; set; }

    /// <summary>
    /// Gets or sets the supported subprotocols, the preferred one first. The first one that the client offers is selected. A client that
    /// offers none of them is accepted without a subprotocol.
    /// </summary>
    public IList<string> Protocols { get; set; } = [];

    internal bool IsSet => MessageSizeLimit is not null || KeepAliveInterval is not null || KeepAliveTimeout is not null || Protocols.Count > 0;
}
