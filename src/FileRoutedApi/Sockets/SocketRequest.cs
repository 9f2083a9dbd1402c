using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Recognizes requests for a WebSocket, and rejects those that cannot be accepted (RFC 6455 section 4.2.2, RFC 8441 section 4, RFC 9110
/// section 15.5.22).
/// </summary>
internal static class SocketRequest
{
    private const string WebSocket = "websocket";
    private const string Version = "13";

    /// <summary>
    /// Returns true if the client asks for a WebSocket, even if its handshake has mistakes: by <c>Upgrade</c> in HTTP/1.1, by CONNECT in
    /// HTTP/2 and HTTP/3.
    /// </summary>
    public static bool IsUpgrade(HttpContext context) => HttpMethods.IsConnect(context.Request.Method)
        ? context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } protocol }
            && protocol.Equals(WebSocket, StringComparison.OrdinalIgnoreCase)
        : HttpMethods.IsGet(context.Request.Method) && NamesWebSocket(context.Request.Headers);

    /// <summary>Responds to a request that is not for a WebSocket with 426.</summary>
    public static Task RequireUpgradeAsync(HttpContext context)
    {
        // HTTP/2 has no Upgrade. Its responses have the reason only.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            context.Response.Headers.Upgrade = WebSocket;
            context.Response.Headers.Connection = HeaderNames.Upgrade;
        }

        return WriteAsync(context, StatusCodes.Status426UpgradeRequired, "Upgrade Required", ProblemTexts.SocketRequired());
    }

    /// <summary>Responds to a request for a WebSocket whose handshake is not valid: with 426 to another version, otherwise with 400.</summary>
    public static Task RejectHandshakeAsync(HttpContext context)
    {
        if (context.Request.Headers.SecWebSocketVersion == Version)
        {
            return WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", ProblemTexts.SocketHandshake());
        }

        context.Response.Headers.SecWebSocketVersion = Version;
        return RequireUpgradeAsync(context);
    }

    /// <summary>Responds to a page of an origin that is not allowed with 403.</summary>
    public static Task RejectOriginAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status403Forbidden, "Forbidden", ProblemTexts.SocketOrigin(context.Request.Headers.Origin.ToString()));

    /// <summary>Returns the subprotocol to use, or null.</summary>
    public static string? SelectProtocol(HttpContext context, IReadOnlyList<string> supported)
    {
        if (supported.Count == 0)
        {
            return null;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return supported.FirstOrDefault(offered.Contains);
    }

    private static bool NamesWebSocket(IHeaderDictionary headers)
    {
        if (headers.Upgrade.Count == 0)
        {
            return false;
        }

        foreach (var name in headers.GetCommaSeparatedValues(HeaderNames.Upgrade))
        {
            if (name.Equals(WebSocket, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Task WriteAsync(HttpContext context, int status, string title, string detail) =>
        ProblemResponse.WriteAsync(context, new ProblemDetails { Status = status, Title = title, Detail = detail });
}
