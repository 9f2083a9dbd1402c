namespace FileRoutedApi;

/// <summary>
/// Whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> the host believes: nobody's, unless one
/// is named. In an application of your own call UseForwardedHeaders.
/// </summary>
public sealed class ForwardedHeadersSettings
{
    /// <summary>What <see cref="KnownProxies"/> names for the clients of Unix sockets, which have no address.</summary>
    internal const string UnixSockets = "unix";

    /// <summary>The addresses of proxies, such as <c>10.0.0.7</c>; <c>unix</c> for everything that connects to a Unix socket.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>The networks of proxies, such as <c>10.0.0.0/8</c>.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>How many proxies there are one behind the other.</summary>
    public int Limit { get; set; } = 1;
}
