using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Allows functions for GET to accept WebSockets over HTTP/2 and HTTP/3, whose method is CONNECT (RFC 8441). Over HTTP/1.1 the method is
/// GET. The browser selects the version.
/// </summary>
internal static class WebSocketConnect
{
    /// <summary>Adds CONNECT to the methods of an endpoint that responds to GET.</summary>
    public static IReadOnlyList<string> AddTo(IReadOnlyList<string> methods) =>
        methods.Contains(HttpMethods.Get) ? [.. methods, HttpMethods.Connect] : methods;

    /// <summary>Responds with 405 to a CONNECT that is not for a WebSocket.</summary>
    /// <param name="exported">The methods that the file exports; empty if it handles all.</param>
    public static RequestDelegate Only(IReadOnlyCollection<string> exported, RequestDelegate next) => context =>
        context.Request.Method != HttpMethods.Connect || exported.Count == 0 || IsWebSocket(context)
            ? next(context)
            : new OtherMethods(exported).InvokeAsync(context);

    private static bool IsWebSocket(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" }
        && context.WebSockets.IsWebSocketRequest;
}
