using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Sets the headers of every response. They are set when the response starts, because exception handling and <c>Response.Clear</c> remove
/// headers that were set before.
/// </summary>
internal sealed class ResponseHeaders
{
    private static readonly StringValues _noSniff = "nosniff";
    private static readonly StringValues _close = "close";

    private readonly RequestDelegate _next;
    private readonly CancellationToken _stopping;
    private readonly Func<object, Task> _set;

    /// <param name="stopping">Cancelled when the host begins to stop.</param>
    public ResponseHeaders(RequestDelegate next, CancellationToken stopping)
    {
        _next = next;
        _stopping = stopping;

        // Allocated once, not per request.
        _set = Set;
    }

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_set, context);
        return _next(context);
    }

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = _noSniff;

        // Makes the load balancer open its next connection elsewhere. HTTP/2 and HTTP/3 send GOAWAY when the server stops.
        if (_stopping.IsCancellationRequested
            && context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal)
            && headers.Connection.Count == 0)
        {
            headers.Connection = _close;
        }

        return Task.CompletedTask;
    }
}
