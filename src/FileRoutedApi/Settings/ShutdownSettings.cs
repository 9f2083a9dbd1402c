namespace FileRoutedApi;

/// <summary>
/// The graceful shutdown of the host. In an application with its own <c>Program.cs</c>, set <c>HostOptions.ShutdownTimeout</c> instead.
/// </summary>
public sealed class ShutdownSettings
{
    /// <summary>
    /// Gets or sets the number of seconds for which new requests are accepted after SIGTERM, until load balancers stop sending them. 2 by
    /// default, 0 in Development.
    /// </summary>
    public double? Delay { get; set; }

    /// <summary>
    /// Gets or sets the number of seconds after which requests in flight are aborted. 25 by default, 5 in <c>dev</c>.
    /// </summary>
    public double? Timeout { get; set; }
}
