using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Handles the requests of a <c>SOCKET</c> function: checks the handshake and the origin, and then calls the function. Authorization, rate
/// limits and middleware have run before, as for every endpoint.
/// </summary>
/// <remarks>
/// The middleware of <c>UseWebSockets</c> is inside of the endpoint, so that an application without such a file does not have it. It has no
/// effect if the application has added it itself.
/// </remarks>
internal sealed class SocketHandler
{
    private readonly RequestDelegate _function;
    private readonly RequestDelegate _handshake;
    private readonly SocketSettings _settings;
    private readonly OpenSockets _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="function">Binds the parameters and calls the function, with <see cref="SocketCall.InvokeAsync"/> as a filter.</param>
    public SocketHandler(
        RequestDelegate function,
        SocketSettings settings,
        OpenSockets open,
        IOptions<WebSocketOptions> options,
        ILoggerFactory loggers,
        TimeProvider time,
        RouteFile file)
    {
        _function = function;
        _settings = settings;
        _open = open;
        _time = time;
        _logger = loggers.CreateLogger(file.Path);
        _handshake = new WebSocketMiddleware(CheckAsync, options, loggers).Invoke;
    }

    public Task InvokeAsync(HttpContext context) =>
        SocketRequest.IsUpgrade(context) ? _handshake(context) : SocketRequest.RequireUpgradeAsync(context);

    private async Task CheckAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpWebSocketFeature>() is not { IsWebSocketRequest: true })
        {
            await SocketRequest.RejectHandshakeAsync(context);
        }
        else if (!await SocketOrigin.IsAllowedAsync(context))
        {
            await SocketRequest.RejectOriginAsync(context);
        }
        else
        {
            await CallAsync(context);
        }
    }

    private async Task CallAsync(HttpContext context)
    {
        using var call = new SocketCall(context, _settings, _time, _logger);
        _open.Add(call);
        try
        {
            await _function(context);
        }
        finally
        {
            _open.Remove(call);
        }
    }
}
