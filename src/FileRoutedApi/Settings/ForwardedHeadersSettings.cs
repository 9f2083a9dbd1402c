namespace FileRoutedApi;

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> the host trusts. None by default. In an
/// application with its own <c>Program.cs</c>, call <c>UseForwardedHeaders</c> instead.
/// </summary>
public sealed class ForwardedHeadersSettings
{
    /// <summary>The value of <see cref="KnownProxies"/> for clients of Unix sockets, which have no address.</summary>
    internal const string UnixSockets = "unix";

    /// <summary>Gets the addresses of proxies, such as <c>10.0.0.7</c>, or <c>unix</c> for every client of a Unix socket.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Gets the networks of proxies, such as <c>10.0.0.0/8</c>.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>Gets or sets the number of proxies in the chain.</summary>
    public int Limit { get; set; } = 1;
}
