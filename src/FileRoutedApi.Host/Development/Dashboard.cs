using FileRoutedApi.Development;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// The page about the development server, at <c>/_dev</c> and below. It is for the person at this machine alone:
/// for everybody else it does not exist.
/// </summary>
/// <param name="activity">What it shows.</param>
/// <param name="stopping">Ends the streams of events, so that the server can end.</param>
/// <param name="time">The clock of the pings; the system's unless given.</param>
internal sealed class Dashboard(DevActivity activity, CancellationToken stopping, TimeProvider? time = null)
{
    private const string BasePath = "/_dev";

    private readonly DashboardEvents _events = new(activity, time ?? TimeProvider.System, stopping);

    public Task HandleAsync(HttpContext context)
    {
        if (!LocalRequest.IsLocal(context) || !context.Request.Path.StartsWithSegments(BasePath, out var rest))
        {
            return Refuse(context, StatusCodes.Status404NotFound);
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
            "" or "/" or null => new DashboardPage(activity, filter, path).WriteAsync(context),
            "/events" => _events.WriteAsync(context),
            "/explain" => WriteAsync(context, ExplanationView.Of(activity.State, path)),
            "/routes" => WriteAsync(context, DashboardPage.Parts(activity, filter)),
            _ => Refuse(context, StatusCodes.Status404NotFound),
        };
    }

    private static Task WriteAsync(HttpContext context, Html fragment)
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
