using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.Host.Serving;

/// <summary>Finds a port of this machine that nothing listens on.</summary>
internal static class FreePort
{
    private const int Attempts = 100;

    /// <summary>Returns the first free port from a number on; 0 if the next hundred are in use.</summary>
    public static int From(int first) => Enumerable.Range(first, Math.Min(Attempts, IPEndPoint.MaxPort - first + 1)).FirstOrDefault(IsFree);

    // A server on localhost listens on both addresses, so both must be free. A system without IPv6 has only one.
    private static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Windows allows two servers on one port unless one of them says so. Linux checks the port when the socket listens.
            socket.ExclusiveAddressUse = OperatingSystem.IsWindows();
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
