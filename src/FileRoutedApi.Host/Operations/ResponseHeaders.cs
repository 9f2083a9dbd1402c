using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// The headers of every answer. They are set when it leaves: the handling of an exception, and whoever begins an answer
/// anew, clears what was set before.
/// </summary>
internal sealed class ResponseHeaders
{
    private static readonly StringValues _noSniff = "nosniff";
    private static readonly StringValues _close = "close";

    private readonly RequestDelegate _next;
    private readonly CancellationToken _ending;
    private readonly Func<object, Task> _set;

    /// <param name="ending">Cancelled when the host begins to end.</param>
    public ResponseHeaders(RequestDelegate next, CancellationToken ending)
    {
        _next = next;
        _ending = ending;

        // One delegate for all requests.
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

        // Who balances loads sends the next request elsewhere. HTTP/2 and 3 say it when the server stops.
        if (_ending.IsCancellationRequested && context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal) && headers.Connection.Count == 0)
        {
            headers.Connection = _close;
        }

        return Task.CompletedTask;
    }
}
