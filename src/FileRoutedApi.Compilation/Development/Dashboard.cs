using System.Globalization;
using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// The dashboard of the development server at <c>/_dev</c>. It is available to requests from this machine only. All other requests get 404.
/// </summary>
/// <param name="activity">The data of the dashboard.</param>
/// <param name="time">The clock of the pings.</param>
/// <param name="stopping">Ends the event streams, which would delay the shutdown of the server.</param>
internal sealed class Dashboard(DevActivity activity, TimeProvider time, CancellationToken stopping)
{
    private const string BasePath = "/_dev";

    private readonly DashboardJobs _jobs = new(activity, time);
    private readonly DashboardEvents _events = new(activity, time, stopping);

    /// <summary>Handles a request for the dashboard.</summary>
    public Task HandleAsync(HttpContext context)
    {
        if (!LocalRequest.IsLocal(context) || !context.Request.Path.StartsWithSegments(BasePath, out var rest))
        {
            return Refuse(context, StatusCodes.Status404NotFound);
        }

        if (rest.StartsWithSegments("/jobs", out var action) && action.HasValue)
        {
            return _jobs.ActAsync(context, action.Value!);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }

        var filter = context.Request.Query["filter"].ToString();
        var path = context.Request.Query["path"].ToString();
        return rest.Value switch
        {
            "" or "/" or null => WritePageAsync(context, filter, path),
            "/jobs" => WriteJobsAsync(context),
            "/events" => _events.WriteAsync(context),
            "/pages" => _events.WriteForPageAsync(context),
            "/explain" => WriteAsync(context, ExplanationView.Of(activity.State, path)),
            "/routes" => WriteAsync(context, DashboardPage.Parts(activity, filter)),
            { } address when IdIn(address, "/requests/") is { } id => WriteRequestAsync(context, id),
            { } address when IdIn(address, "/diagnostics/") is { } id && DiagnosticsPage.Of(id) is { } page => page.WriteAsync(context),
            _ => Refuse(context, StatusCodes.Status404NotFound),
        };
    }

    private async Task WritePageAsync(HttpContext context, string filter, string path)
    {
        var jobs = await _jobs.RenderAsync(context.RequestAborted);
        await new DashboardPage(activity, filter, path, jobs).WriteAsync(context);
    }

    private async Task WriteJobsAsync(HttpContext context) =>
        await WriteAsync(context, await _jobs.RenderAsync(context.RequestAborted));

    private static string? IdIn(string address, string prefix) =>
        address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? address[prefix.Length..] : null;

    private Task WriteRequestAsync(HttpContext context, string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || activity.Find(id) is not { } request)
        {
            return Refuse(context, StatusCodes.Status404NotFound);
        }

        // The page of the dashboard shows only a part of the document, in a dialog.
        var view = RecordedRequestView.Of(activity.State, request);
        return context.Request.Query.ContainsKey("part")
            ? WriteAsync(context, view)
            : DashboardPage.OfRequest(request, view).WriteAsync(context);
    }

    private static Task WriteAsync(HttpContext context, HtmlFragment fragment)
    {
        HtmlPage.Protect(context.Response.Headers);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(fragment.Text, context.RequestAborted);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
