using System.Net;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Development;

/// <summary>
/// Decides which requests may see source code, paths of this machine and stack traces: those that a developer sends from this machine
/// to one of its own names.
/// </summary>
internal static class LocalRequest
{
    // A proxy that sends one of these may speak for a client elsewhere.
    private static readonly string[] _ofProxies = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];
    private static readonly string[] _prefixesOfProxies = ["X-Forwarded-", "X-Original-"];

    /// <summary>
    /// Returns whether both the client's address and the host name are of this machine. A name of another domain that resolves to this
    /// machine would let a page of that domain read the response (DNS rebinding).
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        IsLocalConnection(context)
        && IsLoopback(context.Request.Host.Host)
        && !IsOfOtherSite(context.Request.Headers)
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    // A page of another site that CORS allows to read a route's responses must not read its error page.
    private static bool IsOfOtherSite(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"] == "cross-site"
        || (headers.Origin.Count > 0 && !(Uri.TryCreate(headers.Origin.ToString(), UriKind.Absolute, out var origin) && IsLoopback(origin.Host)));

    // A test server calls the application without a connection. A Unix socket has a connection without an address, and what connects
    // to it is a proxy as a rule.
    private static bool IsLocalConnection(HttpContext context) =>
        !ClientAddress.IsOfUnixSocket(context)
        && context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint is null or IPEndPoint
        && (context.Connection.RemoteIpAddress is { } remote ? IsLoopback(remote) : context.Features.Get<IConnectionEndPointFeature>() is null);

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
