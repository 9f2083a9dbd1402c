using System.Net;

namespace FileRoutedApi.Host.Development;

/// <summary>Whether a request comes from a person at this machine.</summary>
internal static class LocalRequest
{
    // Whoever writes one of these stands between, and may speak for somebody elsewhere.
    private static readonly string[] _ofProxies = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];
    private static readonly string[] _prefixesOfProxies = ["X-Forwarded-", "X-Original-"];

    /// <summary>
    /// The address has to be of this machine, and so has the name: one that somebody else's DNS points at it would let
    /// their page read what is shown (DNS rebinding).
    /// </summary>
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IsLoopback(remote)
        && IsLoopback(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsLoopback(address));

    private static bool IsOfProxy(string header) =>
        _ofProxies.Contains(header, StringComparer.OrdinalIgnoreCase)
        || _prefixesOfProxies.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
