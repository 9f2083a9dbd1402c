namespace FileRoutedApi.Host.Settings;

/// <summary>
/// The trusted proxies, whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> headers are applied. None is trusted
/// unless it is listed.
/// </summary>
internal sealed class ForwardedHeadersSettings
{
    /// <summary>The entry of <see cref="KnownProxies"/> for the clients of Unix sockets, which have no address.</summary>
    public const string UnixSockets = "unix";

    /// <summary>Gets the addresses of proxies, such as <c>10.0.0.7</c>; <c>unix</c> for every client of a Unix socket.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Gets the networks of proxies, such as <c>10.0.0.0/8</c>.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>Gets or sets the number of proxies in the chain.</summary>
    public int Limit { get; set; } = 1;
}
