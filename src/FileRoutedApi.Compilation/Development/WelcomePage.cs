using FileRoutedApi.Development;
using FileRoutedApi.Functions;
using FileRoutedApi.Live;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Responds to a browser's request that nothing of the application handles: says what is served, and why no file handles the path. It is
/// used in Development only, for requests from this machine. The status stays 404.
/// </summary>
internal static class WelcomePage
{
    private const int MaxRoutes = 100;

    private static readonly string _style = HtmlPage.CommonStyle
        + HtmlPage.ReadResource(typeof(WelcomePage), "dashboard.css") + HtmlPage.ReadResource(typeof(WelcomePage), "welcome.css");

    /// <summary>Writes the page after the rest of the pipeline has left a request of a browser without a response.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (IsUnhandled(context))
        {
            await Create(context).WriteAsync(context);
        }
    }

    private static bool IsUnhandled(HttpContext context) =>
        context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentLength: null, ContentType: null or "" }
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && IsOfNoFile(context.GetEndpoint())
        && LocalRequest.IsLocal(context)
        && AcceptedType.PrefersHtml(context.Request);

    // The endpoint for unmatched paths below a folder belongs to the _middleware.cs of the folder.
    private static bool IsOfNoFile(Endpoint? endpoint) =>
        endpoint is null || endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { Function: null, File.Role.GuardsFolder: true };

    private static HtmlPage Create(HttpContext context)
    {
        var services = context.RequestServices;
        var state = DevState.Of(
            services.GetRequiredService<LiveRoutes>().State, [], services.GetRequiredService<FileRoutesSettings>(), 0);
        var path = context.Request.Path.Value ?? "/";
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(state.Root));
        var isWelcome = path == "/";
        var title = isWelcome ? $"{name} is running" : $"No file handles {path}";
        var links = DocumentLinks.Of(services).Select(link => HtmlFragment.Of($"""<a href="{link.Address}">{link.Name}</a> """));
        return new HtmlPage(title, _style, ErrorPage.ReloadScript, HtmlFragment.Of(
            $"""
            <main class="welcome">
            <header>
            <p class="kind">{(isWelcome ? "FileRoutedApi" : "404 Not Found")}</p>
            <nav aria-label="Documents"><a href="/_dev">Dashboard</a> {links}</nav>
            </header>
            <h1>{title}</h1>
            <p class="folder"><code>{state.Root}</code></p>
            {(isWelcome ? HtmlFragment.Empty : Explanation(state, context))}
            {Routes(state)}
            <footer>
            <p id="live" hidden>This page reloads when a file is saved.</p>
            <p>It is shown in Development only, where nothing handles the path. Other clients receive problem details.</p>
            </footer>
            </main>
            """));
    }

    private static HtmlFragment Explanation(DevState state, HttpContext context)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        return HtmlFragment.Of($"<section class=\"explain\"><h2>Why</h2>{ExplanationView.Of(state, path)}</section>");
    }

    private static HtmlFragment Routes(DevState state)
    {
        var routes = state.Table?.Routes ?? [];
        if (routes.Count == 0)
        {
            return HtmlFragment.Of(
                $"""
                <section><h2>The first route</h2><p>Create <code>api/hello.cs</code>:</p>
                <pre class="excerpt">string GET() => "Hello, world!";</pre></section>
                """);
        }

        var more = routes.Count > MaxRoutes
            ? HtmlFragment.Of($"<p class=\"none\">{routes.Count - MaxRoutes} more on the <a href=\"/_dev\">dashboard</a>.</p>")
            : HtmlFragment.Empty;
        return HtmlFragment.Of(
            $"""
            <section><h2>{ErrorView.Count(routes.Count, "route")}</h2>
            <ul class="served">{routes.Take(MaxRoutes).Select(route => Row(state, route))}</ul>{more}</section>
            """);
    }

    private static HtmlFragment Row(DevState state, RouteFile route)
    {
        var methods = state.Modules.GetValueOrDefault(route.Path)?.Methods ?? [];
        var pattern = RoutesView.Pattern(route, 0);

        // A link sends GET, and a parameter needs a value.
        var canOpen = (methods.Contains("GET") || methods.Contains("*"))
            && route.Segments.All(segment => segment.Kind == RouteSegmentKind.Static);
        return HtmlFragment.Of(
            $"""
            <li><span class="pattern">{(canOpen ? HtmlFragment.Of($"<a href=\"{route.Pattern}\">{pattern}</a>") : pattern)}</span>
            <span class="methods">{methods.Select(MethodBadge.Of)}</span> {ErrorView.Link(state.Folder, route.Path, 0, 0)}</li>
            """);
    }
}
