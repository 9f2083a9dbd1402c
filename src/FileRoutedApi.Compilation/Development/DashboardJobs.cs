using System.Text;
using FileRoutedApi.Development;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// The addresses below <c>/_dev/jobs</c>. <c>POST</c> runs a job, and retries or discards a failed call. Only the page of the dashboard may
/// send it: a page of another origin, such as another port of this machine, must not change anything.
/// </summary>
internal sealed class DashboardJobs(DevActivity activity, TimeProvider time)
{
    private const int LongestPayload = 1024 * 1024;

    /// <summary>Renders the part of the page; it is empty if the folder has no jobs.</summary>
    public async Task<HtmlFragment> RenderAsync(CancellationToken cancellationToken)
    {
        if (activity.State is not { Jobs: { Count: > 0 } jobs } state)
        {
            return JobsView.None;
        }

        var (known, problem) = await jobs.ReadAsync(cancellationToken);
        return new JobsView(state.Folder, jobs, time.GetUtcNow()).Render(known, problem);
    }

    /// <summary>Runs a job, or retries or discards a call. The text of the response says why that is not possible.</summary>
    /// <param name="action">The path below <c>/_dev/jobs</c>.</param>
    public Task ActAsync(HttpContext context, string action)
    {
        if (action is not ("/run" or "/retry" or "/discard"))
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, "");
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "");
        }

        return !LocalRequest.IsOfSameOrigin(context.Request)
                ? RefuseAsync(context, StatusCodes.Status403Forbidden, "Only the page of the dashboard can send this request.")
            : activity.State.Jobs is not { } jobs
                ? RefuseAsync(context, StatusCodes.Status409Conflict, "The application has not started.")
            : ActAsync(context, jobs, action, context.Request.Query["key"].ToString());
    }

    private static async Task ActAsync(HttpContext context, DevJobs jobs, string action, string key)
    {
        var stop = context.RequestAborted;
        try
        {
            var isDone = action switch
            {
                "/run" => await RunAsync(context, jobs, key),
                "/retry" => await jobs.Engine.RetryAsync(key, stop),
                _ => await jobs.Engine.DiscardAsync(key, stop),
            };
            if (!isDone)
            {
                throw new FileRoutesException(RouteDiagnostics.UnknownCall(key));
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (FileRoutesException exception)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, DevJobs.TextOf(exception));
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode, exception.Message);
        }
    }

    private static async Task<bool> RunAsync(HttpContext context, DevJobs jobs, string name)
    {
        var payload = await ReadAsync(context);
        if (jobs.Published.Get(name).Function.FindMistake(payload, jobs.Json.Options) is { } mistake)
        {
            throw new FileRoutesException(mistake);
        }

        await jobs.Engine.RunNowAsync(name, payload, context.RequestAborted);
        return true;
    }

    /// <summary>Reads the payload; null if the body is empty.</summary>
    private static async Task<string?> ReadAsync(HttpContext context)
    {
        var text = new StringBuilder();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var buffer = new char[4096];
        while (text.Length <= LongestPayload && await reader.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
        }

        return text.Length <= LongestPayload
            ? text.Length == 0 ? null : text.ToString()
            : throw new BadHttpRequestException($"The payload has more than {LongestPayload:N0} characters.", StatusCodes.Status413PayloadTooLarge);
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        HtmlPage.Protect(context.Response.Headers);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }
}
