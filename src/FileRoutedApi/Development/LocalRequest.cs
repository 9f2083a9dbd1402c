using System.Net;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Development;

/// <summary>
/// Decides which requests may see source code, local paths and stack traces: those that a developer sends from this machine to one of its
/// own names.
/// </summary>
internal static class LocalRequest
{
    // Headers of proxies. A request with one of them may come from a client elsewhere.
    private static readonly string[] _ofProxies = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];
    private static readonly string[] _prefixesOfProxies = ["X-Forwarded-", "X-Original-"];

    /// <summary>
    /// Returns true if both the client's address and the host name are local. Another domain name could resolve to this machine, and a page
    /// of that domain could then read the response (DNS rebinding).
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        IsLocalConnection(context)
        && IsLoopback(context.Request.Host.Host)
        && !IsOfOtherSite(context.Request.Headers)
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    /// <summary>
    /// Returns true if a page of the same origin has sent the request. A page of another port of this machine is of the same site, so
    /// <see cref="IsLocal"/> does not refuse it.
    /// </summary>
    public static bool IsOfSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site == "same-origin"
        : request.Headers.Origin == $"{request.Scheme}://{request.Host}";

    // A page of another site that may read a route's responses (CORS) must not read its error page.
    private static bool IsOfOtherSite(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"] == "cross-site"
        || (headers.Origin.Count > 0 && !IsLoopbackOrigin(headers.Origin.ToString()));

    private static bool IsLoopbackOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && IsLoopback(origin.Host);

    // A test server has no connection. A Unix socket has a connection without an address, and its client is usually a reverse proxy.
    private static bool IsLocalConnection(HttpContext context) =>
        !ClientAddress.IsUnixSocket(context)
        && context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint is null or IPEndPoint
        && (context.Connection.RemoteIpAddress is { } remote
            ? IsLoopback(remote)
            : context.Features.Get<IConnectionEndPointFeature>() is null);

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
