using System.IO.Pipelines;
using System.Text.Json;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Pages;

/// <summary>
/// Sends HTML. A page of up to 64 KB is buffered and sent with its length and, as a 200 response to GET or HEAD, with an <c>ETag</c>. A
/// larger page, or one with an asynchronous sequence that has to wait, is sent in parts.
/// </summary>
internal static partial class HtmlResponse
{
    private const int MaxBufferedLength = 64 * 1024;

    public static Task SendAsync(HttpContext context, Html html)
    {
        var response = context.Response;
        if (!ResponseBody.IsAllowed(response.StatusCode))
        {
            return Task.CompletedTask;
        }

        if (!response.HasStarted && string.IsNullOrEmpty(response.ContentType))
        {
            response.ContentType = Html.ContentType;
        }

        return context.Features.Get<IHttpResponseBodyFeature>() switch
        {
            ResultBody body => SendAsync(context, html, body),
            PendingBody body => SendAsync(context, html, body),
            _ => SendBufferedAsync(context, html),
        };
    }

    /// <summary>Sends the result of a function of a route file, which decides about the headers after the function has returned.</summary>
    private static async Task SendAsync(HttpContext context, Html html, ResultBody body)
    {
        // Middleware functions may change the response after the function has returned, whatever its size is.
        var pending = PendingBody.Of(context);
        var isWhole = await WriteAsync(context, html, body, pending is null ? MaxBufferedLength : long.MaxValue);
        if (isWhole)
        {
            body.BufferWhole(hasEntityTag: true);
        }
        else if (RequestMethod.IsHead(context))
        {
            body.Truncate();
        }
    }

    private static async Task SendAsync(HttpContext context, Html html, PendingBody body)
    {
        if (await WriteAsync(context, html, body, long.MaxValue))
        {
            body.SetResponse(hasEntityTag: true);
        }
        else if (RequestMethod.IsHead(context))
        {
            body.SetLengthUnknown();
        }
    }

    private static async Task SendBufferedAsync(HttpContext context, Html html)
    {
        using var buffer = ResponseBuffer.Create(JsonSerializerOptions.Web);
        try
        {
            var isWhole = await WriteAsync(context, html, new BufferedBody(buffer, context.Response), MaxBufferedLength);
            var hasBody = !isWhole || SetHeaders(context, buffer);
            if (hasBody && !RequestMethod.IsHead(context))
            {
                await context.Response.BodyWriter.WriteAsync(buffer.Written, context.RequestAborted);
            }
        }
        catch (Exception exception) when (HandlerExceptions.IsClientDisconnect(exception, context, context.RequestAborted))
        {
            // The client disconnected.
        }
    }

    /// <summary>Sets the headers that describe a whole page.</summary>
    /// <returns>False if the response is 304, which has no body.</returns>
    private static bool SetHeaders(HttpContext context, ResponseBuffer buffer)
    {
        var response = context.Response;
        if (response.HasStarted || ResponseBody.IsReplaced(context))
        {
            return true;
        }

        if (EntityTag.Apply(context, buffer.Written.Span))
        {
            response.Headers.ContentType = default;
            return false;
        }

        response.ContentLength = buffer.Length;
        return true;
    }

    /// <summary>Writes HTML to a body that buffers until it is flushed.</summary>
    /// <returns>True if the whole page was written without a flush.</returns>
    private static async ValueTask<bool> WriteAsync(HttpContext context, Html html, PipeWriter body, long limit)
    {
        var stop = context.RequestAborted;
        var isHead = RequestMethod.IsHead(context);
        var isWhole = true;
        await using var writer = new HtmlWriter(html, url => LogBlocked(context, url), stop);
        HtmlProgress progress;
        var sent = 0L;
        while ((progress = writer.Write(body, limit - (writer.Length - sent))) != HtmlProgress.Complete)
        {
            if (isHead)
            {
                // The length and the entity tag are not known without reading the rest.
                return false;
            }

            if (progress == HtmlProgress.Full)
            {
                (isWhole, sent) = (false, writer.Length);
                if (await body.FlushAsync(stop) is { IsCompleted: true } or { IsCanceled: true })
                {
                    return false;
                }

                continue;
            }

            var next = writer.MoveNextAsync();
            if (next.IsCompleted)
            {
                await next;
                continue;
            }

            (isWhole, sent) = (false, writer.Length);
            if (!await FlushWhileWaitingAsync(body, next.AsTask(), stop))
            {
                return false;
            }
        }

        return isWhole;
    }

    /// <summary>Sends what precedes an item that is not available yet.</summary>
    /// <returns>False if the client has disconnected.</returns>
    private static async ValueTask<bool> FlushWhileWaitingAsync(PipeWriter body, Task next, CancellationToken stop)
    {
        var flushed = default(FlushResult);
        try
        {
            flushed = await body.FlushAsync(stop);
        }
        finally
        {
            // A sequence must not be disposed while it produces an item.
            await next;
        }

        return flushed is { IsCompleted: false, IsCanceled: false };
    }

    private static void LogBlocked(HttpContext context, BlockedUrl url)
    {
        if (context.RequestServices?.GetService<ILoggerFactory>() is { } loggers)
        {
            Log.UrlBlocked(loggers.CreateLogger(typeof(Html).FullName!), url.Attribute, url.Scheme, context.Request.Path);
        }
    }

    /// <summary>The body of a response outside of a route file. Buffers until it is flushed.</summary>
    private sealed class BufferedBody(ResponseBuffer buffer, HttpResponse response) : PipeWriter
    {
        public override void Advance(int bytes) => buffer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => buffer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => buffer.GetSpan(sizeHint);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            var result = await response.BodyWriter.WriteAsync(buffer.Written, cancellationToken);
            buffer.Clear();
            return result;
        }

        public override void CancelPendingFlush() => response.BodyWriter.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            // The server completes its own body.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "A URL in attribute '{Attribute}' of {Path} has the scheme '{Scheme}', so '#' was written instead. "
                + "Only relative URLs and http, https, mailto and tel are allowed.",
            EventName = "UrlBlocked")]
        public static partial void UrlBlocked(ILogger logger, string attribute, string scheme, PathString path);
    }
}
