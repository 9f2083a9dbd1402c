using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>Checks configured response headers (RFC 9110 sections 5.5 and 5.6.2).</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> _token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // The server sets them for each response. Another value would damage the connection.
    private static readonly string[] _ofServer =
    [
        HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.KeepAlive, HeaderNames.Trailer, HeaderNames.TransferEncoding,
        HeaderNames.Upgrade,
    ];

    /// <summary>Returns true if a text is a token, such as the name of a header or a subprotocol.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(_token);

    /// <summary>Returns true if a response may have the header with this value on each request.</summary>
    public static bool IsValid(string name, string value) =>
        IsToken(name)
        && !_ofServer.Contains(name, StringComparer.OrdinalIgnoreCase)
        && value.Length > 0
        && value.All(character => character is >= ' ' and <= '~');
}
