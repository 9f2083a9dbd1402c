using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Lets functions for GET accept WebSockets over HTTP/2 and HTTP/3, whose method is CONNECT (RFC 8441). Over HTTP/1.1 it is GET, and
/// browsers choose the version.
/// </summary>
internal static class WebSocketConnect
{
    /// <summary>Adds CONNECT to the methods of an endpoint that responds to GET.</summary>
    public static IReadOnlyList<string> AddTo(IReadOnlyList<string> methods) =>
        methods.Contains(HttpMethods.Get) ? [.. methods, HttpMethods.Connect] : methods;

    /// <summary>Responds with 405 to a CONNECT that is not for a WebSocket.</summary>
    /// <param name="answered">The methods of the file; all if it is empty.</param>
    public static RequestDelegate Only(IReadOnlyCollection<string> answered, RequestDelegate next) => context =>
        context.Request.Method != HttpMethods.Connect || answered.Count == 0 || IsWebSocket(context)
            ? next(context)
            : new OtherMethods(answered).InvokeAsync(context);

    private static bool IsWebSocket(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } && context.WebSockets.IsWebSocketRequest;
}
