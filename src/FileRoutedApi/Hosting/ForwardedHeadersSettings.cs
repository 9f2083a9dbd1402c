namespace FileRoutedApi;

/// <summary>
/// Whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> the host believes: nobody's, unless one
/// is named. In an application of your own call UseForwardedHeaders.
/// </summary>
public sealed class ForwardedHeadersSettings
{
    /// <summary>The addresses of proxies, such as <c>10.0.0.7</c>.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>The networks of proxies, such as <c>10.0.0.0/8</c>.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>How many proxies there are one behind the other.</summary>
    public int Limit { get; set; } = 1;
}
