using System.Globalization;
using System.Text.Json;
using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Sends the activity as server-sent events. To the dashboard: <c>hello</c> with the time of the last change, <c>change</c> and
/// <c>request</c>. The time in <c>hello</c> shows a page whether it was rendered before the last change. To pages in <c>app/</c>:
/// <c>update</c> and <c>reload</c>.
/// </summary>
internal sealed class DashboardEvents(DevActivity activity, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan _pingInterval = TimeSpan.FromSeconds(15);

    /// <summary>Writes events for the dashboard until the client disconnects or the server stops.</summary>
    public Task WriteAsync(HttpContext context) => WriteAsync(context, Format);

    /// <summary>Writes events for a page until the client disconnects or the server stops.</summary>
    public Task WriteForPageAsync(HttpContext context)
    {
        var layouts = activity.State.Layouts;
        return WriteAsync(context, next =>
        {
            if (next.Change is not { } change)
            {
                return null;
            }

            // The navigation script replaces the content of layouts, and not the layouts themselves.
            var isSame = change.Layouts.SequenceEqual(layouts);
            layouts = change.Layouts;
            return $"event: {(isSame ? "update" : "reload")}\ndata:\n\n";
        });
    }

    private async Task WriteAsync(HttpContext context, Func<DevEvent, string?> format)
    {
        HtmlPage.Protect(context.Response.Headers);
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var closing = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await WriteAsync(context.Response, format, closing);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(HttpResponse response, Func<DevEvent, string?> format, CancellationTokenSource closing)
    {
        await using var events = activity.SubscribeAsync(closing.Token).GetAsyncEnumerator(closing.Token);
        var changed = activity.ChangedAt.ToUnixTimeMilliseconds();
        var next = events.MoveNextAsync().AsTask();
        try
        {
            var hello = string.Create(CultureInfo.InvariantCulture, $"retry: 500\nevent: hello\ndata: {{\"changed\":{changed}}}\n\n");
            await response.WriteAsync(hello, closing.Token);
            using var timer = new PeriodicTimer(_pingInterval, time);
            var ping = timer.WaitForNextTickAsync(closing.Token).AsTask();
            while (true)
            {
                await Task.WhenAny(next, ping);
                if (next.IsCompleted)
                {
                    await next;
                    if (format(events.Current) is { } text)
                    {
                        await response.WriteAsync(text, closing.Token);
                    }

                    next = events.MoveNextAsync().AsTask();
                }

                if (ping.IsCompleted)
                {
                    await ping;
                    await response.WriteAsync(": ping\n\n", closing.Token);
                    ping = timer.WaitForNextTickAsync(closing.Token).AsTask();
                }
            }
        }
        finally
        {
            // An enumerator must not be disposed during MoveNextAsync.
            await closing.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Format(DevEvent next) => next.Request is { } request
        ? $"event: request\ndata: {JsonSerializer.Serialize(Describe(request), JsonSerializerOptions.Web)}\n\n"
        : string.Create(CultureInfo.InvariantCulture, $"event: change\ndata: {{\"reloads\":{next.Change!.Reloads}}}\n\n");

    private static object Describe(RequestEntry request) => new
    {
        at = RequestsView.KeyOf(request),
        time = RequestsView.TimeOf(request),
        method = request.Method,
        path = request.Path,
        status = request.Status,
        milliseconds = request.Milliseconds,
        file = request.File,
    };
}
