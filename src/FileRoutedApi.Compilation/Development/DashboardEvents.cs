using System.Globalization;
using System.Text.Json;
using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Sends the activity as server-sent events. To the dashboard: <c>hello</c> with the time of the last change, <c>change</c>,
/// <c>request</c> and <c>jobs</c>. The time in <c>hello</c> shows a page whether it was rendered before the last change. To pages in <c>app/</c>:
/// <c>update</c> and <c>reload</c>.
/// </summary>
internal sealed class DashboardEvents(DevActivity activity, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan _pingInterval = TimeSpan.FromSeconds(15);

    private readonly long _startedAt = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Writes events for the dashboard until the client disconnects or the server stops.</summary>
    public Task WriteAsync(HttpContext context) => WriteAsync(
        context,
        () => string.Create(CultureInfo.InvariantCulture, $"{{\"changed\":{activity.ChangedAt.ToUnixTimeMilliseconds()}}}"),
        Format);

    /// <summary>Writes events for a page until the client disconnects or the server stops.</summary>
    public Task WriteForPageAsync(HttpContext context)
    {
        IReadOnlyList<(string, DateTimeOffset?)> layouts = [];
        var reloads = 0;
        return WriteAsync(context, Begin, Next);

        string Begin()
        {
            (layouts, reloads) = (activity.State.Layouts, activity.State.Reloads);
            return VersionOf(reloads);
        }

        string? Next(DevEvent next)
        {
            // A state is reported several times for one change.
            if (next.Change is not { } change || change.Reloads == reloads)
            {
                return null;
            }

            // The navigation script replaces the content of layouts, and not the layouts themselves.
            var isSame = change.Layouts.SequenceEqual(layouts);
            (layouts, reloads) = (change.Layouts, change.Reloads);
            return $"event: {(isSame ? "update" : "reload")}\ndata: {VersionOf(reloads)}\n\n";
        }
    }

    private string VersionOf(int reloads) => string.Create(CultureInfo.InvariantCulture, $"{_startedAt}-{reloads}");

    /// <param name="hello">Returns the data of the first event. Called after the subscription, so that no change is lost.</param>
    private async Task WriteAsync(HttpContext context, Func<string> hello, Func<DevEvent, string?> format)
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
            await WriteAsync(context.Response, hello, format, closing);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(
        HttpResponse response, Func<string> hello, Func<DevEvent, string?> format, CancellationTokenSource closing)
    {
        await using var events = activity.SubscribeAsync(closing.Token).GetAsyncEnumerator(closing.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            await response.WriteAsync($"retry: 500\nevent: hello\ndata: {hello()}\n\n", closing.Token);
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

    private string Format(DevEvent next) => next.IsOfJobs ? "event: jobs\ndata: {}\n\n"
        : next.Request is { } request ? $"event: request\ndata: {JsonSerializer.Serialize(Describe(request), JsonSerializerOptions.Web)}\n\n"
        : string.Create(CultureInfo.InvariantCulture, $"event: change\ndata: {{\"reloads\":{next.Change!.Reloads}}}\n\n");

    private object Describe(RequestEntry request) => new
    {
        id = request.Id,
        method = request.Method,
        path = request.Path,
        status = request.Status,
        html = RequestsView.Row(activity.State.Folder, request).Text,
    };
}
