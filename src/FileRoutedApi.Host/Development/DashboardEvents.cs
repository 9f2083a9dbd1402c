using System.Globalization;
using System.Text.Json;
using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// What happens, as server-sent events: <c>hello</c> with the time of the last change, <c>change</c>, <c>request</c>.
/// A page that was made before a change but listens only since compares the times and knows.
/// </summary>
internal sealed class DashboardEvents(DevActivity activity, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan _pingInterval = TimeSpan.FromSeconds(15);

    public async Task WriteAsync(HttpContext context)
    {
        HtmlPage.Protect(context.Response.Headers);
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await WriteAsync(context.Response, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationTokenSource ended)
    {
        await using var events = activity.SubscribeAsync(ended.Token).GetAsyncEnumerator(ended.Token);
        var changed = activity.ChangedAt.ToUnixTimeMilliseconds();
        var next = events.MoveNextAsync().AsTask();
        try
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"retry: 500\nevent: hello\ndata: {{\"changed\":{changed}}}\n\n"), ended.Token);
            using var timer = new PeriodicTimer(_pingInterval, time);
            var ping = timer.WaitForNextTickAsync(ended.Token).AsTask();
            while (true)
            {
                await Task.WhenAny(next, ping);
                if (next.IsCompleted)
                {
                    await next;
                    await response.WriteAsync(Format(events.Current), ended.Token);
                    next = events.MoveNextAsync().AsTask();
                }

                if (ping.IsCompleted)
                {
                    await ping;
                    await response.WriteAsync(": ping\n\n", ended.Token);
                    ping = timer.WaitForNextTickAsync(ended.Token).AsTask();
                }
            }
        }
        finally
        {
            // What is being read cannot be disposed.
            await ended.CancelAsync();
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
