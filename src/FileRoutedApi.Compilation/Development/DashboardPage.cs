using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The page of the dashboard. It is readable without its script, which updates the page and sends requests to routes.</summary>
/// <param name="filter">The words that shown routes contain; empty for all routes.</param>
/// <param name="path">The path to explain; empty for none.</param>
internal sealed class DashboardPage(DevActivity activity, string filter, string path)
{
    private const int MaxErrors = 50;

    private static readonly string _style = HtmlPage.CommonStyle + HtmlPage.ReadResource(typeof(DashboardPage), "dashboard.css");
    private static readonly string _script = HtmlPage.CommonScript + HtmlPage.ReadResource(typeof(DashboardPage), "dashboard.js");

    /// <summary>Writes the page to the response.</summary>
    public Task WriteAsync(HttpContext context) =>
        new HtmlPage($"{NameOf(activity.State)} · FileRoutedApi", _style, _script, ToHtml()).WriteAsync(context);

    /// <summary>Returns the parts that change. The script replaces each part by its id.</summary>
    public static HtmlFragment Parts(DevActivity activity, string filter)
    {
        var state = activity.State;
        return HtmlFragment.Of(
            $"{Summary(state)}{Errors(state)}{new RoutesView(state).Render(filter)}{RequestsView.Of(state.Root, activity.Requests)}");
    }

    private HtmlFragment ToHtml()
    {
        var state = activity.State;
        return HtmlFragment.Of(
            $"""
            <header class="top">
            <h1>{NameOf(state)} <small>FileRoutedApi</small> <span class="live" id="live" role="status" hidden></span></h1>
            {Summary(state)}
            <nav aria-label="Documents"><a href="/swagger">Swagger UI</a> <a href="/openapi/v1.json">OpenAPI document</a></nav>
            </header>
            <main>
            {Errors(state)}
            <section class="routes" aria-labelledby="routes-title">
            <div class="bar"><h2 id="routes-title">Routes <span class="hint">in match order</span></h2>
            <form id="filter" role="search"><label class="sr" for="filter-text">Filter routes</label><input
            id="filter-text" name="filter" type="search" value="{filter}" placeholder="Filter by pattern, method or file"
            autocomplete="off" spellcheck="false"></form></div>
            {new RoutesView(state).Render(filter)}
            </section>
            <div class="side">
            <section class="explain" aria-labelledby="explain-title">
            <h2 id="explain-title"><label for="explain-path">Which file handles a path?</label></h2>
            <form id="explain"><input
            id="explain-path" name="path" type="text" value="{path}" placeholder="{state.BasePath.TrimEnd('/')}/…"
            autocomplete="off" autocapitalize="none" spellcheck="false"><button type="submit">Explain</button></form>
            <div id="explanation" aria-live="polite">{ExplanationView.Of(state, path)}</div>
            </section>
            <section class="log" aria-labelledby="requests-title">
            <div class="bar"><h2 id="requests-title">Requests <span class="hint">the last 200</span></h2><button
            type="button" id="pause" aria-pressed="false" hidden>Pause</button></div>
            {RequestsView.Of(state.Root, activity.Requests)}
            <p class="none">No requests yet.</p>
            </section>
            </div>
            </main>
            {_tryDialog}
            """);
    }

    private static HtmlFragment Summary(DevState state)
    {
        var errors = state.Diagnostics.Count(found => found.IsError);
        var errorCount = errors > 0
            ? HtmlFragment.Of($"""<a class="bad" href="#errors">{ErrorView.Count(errors, "error")}</a>""")
            : HtmlFragment.Of($"""<span class="good">no errors</span>""");
        var routes = ErrorView.Count(state.Table?.Routes.Count ?? 0, "route");
        var reloads = ErrorView.Count(state.Reloads, "reload");
        var files = state.Table?.PublicFiles.All.Count is > 0 and var count
            ? HtmlFragment.Of($"<span>{ErrorView.Count(count, "static file")}</span> ")
            : HtmlFragment.Empty;
        return HtmlFragment.Of($"""<p id="summary"><span>{routes}</span> {files}{errorCount} <span>{reloads}</span></p>""");
    }

    private static HtmlFragment Errors(DevState state)
    {
        if (state.Diagnostics.Count == 0)
        {
            return new HtmlFragment("<div id=\"errors\"></div>");
        }

        var places = state.Diagnostics.OrderByDescending(found => found.Severity).Select(ErrorPlace.Of);
        var more = state.Diagnostics.Count > MaxErrors
            ? HtmlFragment.Of($"<p class=\"none\">{state.Diagnostics.Count - MaxErrors} more in the terminal.</p>")
            : HtmlFragment.Empty;
        return HtmlFragment.Of(
            $"""
            <section id="errors" aria-label="Errors">
            <ol class="errors">{places.Take(MaxErrors).Select(place => ErrorView.Item(state.Root, place))}</ol>{more}
            </section>
            """);
    }

    private static string NameOf(DevState state) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(state.Root)) is { Length: > 0 } name ? name : "FileRoutedApi";

    private static readonly HtmlFragment _tryDialog = new(
        """
        <dialog id="try" aria-labelledby="try-title">
        <form id="try-form">
        <div class="bar"><h2 id="try-title">Try <code id="try-pattern"></code></h2><button
        type="button" id="try-close" aria-label="Close">✕</button></div>
        <div class="fields">
        <label>Method <select name="method"></select></label>
        <div id="try-parameters"></div>
        <label>Query <input name="query" placeholder="a=1&amp;b=2" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
        <label>Headers <textarea
        name="headers" rows="2" placeholder="Name: value, one per line" autocapitalize="none" spellcheck="false"></textarea></label>
        <label id="try-body">Body <textarea name="body" rows="5" autocapitalize="none" spellcheck="false"></textarea></label>
        </div>
        <p class="send"><code id="try-url"></code><button type="submit" class="primary">Send</button></p>
        </form>
        <div id="try-response" role="status"></div>
        </dialog>
        """);
}
