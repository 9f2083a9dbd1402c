using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>What a client is known by where nothing else tells who it is.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>Returns true if the request came through a Unix socket: its client has no address, and is a proxy as a rule.</summary>
    public static bool IsOfUnixSocket(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily == AddressFamily.Unix;

    /// <summary>The address; of an IPv6 address the network, because one customer has 2^64 of them (RFC 6177).</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
