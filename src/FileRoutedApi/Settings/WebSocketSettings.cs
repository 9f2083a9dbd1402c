namespace FileRoutedApi;

/// <summary>
/// The settings of the configuration section <c>FileRoutes:WebSockets</c>, for files that do not configure them in
/// <see cref="RouteConfig.Socket"/>.
/// </summary>
public sealed class WebSocketSettings
{
    /// <summary>Gets or sets the limit of a received message, such as <c>1mb</c>. A larger message closes the WebSocket with 1009.</summary>
    public string MessageSizeLimit { get; set; } = "1mb";

    /// <summary>Gets or sets how often a ping is sent, in seconds; 0 for never.</summary>
    public double KeepAliveInterval { get; set; } = 30;

    /// <summary>
    /// Gets or sets how long the client may take to respond to a ping until the connection is aborted, in seconds; 0 for no limit.
    /// </summary>
    public double KeepAliveTimeout { get; set; } = 30;
}
