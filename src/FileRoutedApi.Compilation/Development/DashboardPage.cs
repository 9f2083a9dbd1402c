using FileRoutedApi.Development;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The page of the dashboard. It is readable without its script, which updates the page and sends requests to routes.</summary>
/// <param name="filter">The words that shown routes contain; empty for all routes.</param>
/// <param name="path">The path to explain; empty for none.</param>
/// <param name="jobs">The section with the jobs.</param>
internal sealed class DashboardPage(DevActivity activity, string filter, string path, HtmlFragment jobs)
{
    private const int MaxErrors = 50;

    private static readonly string _style = HtmlPage.CommonStyle + Read("dashboard.css") + Read("jobs.css");
    private static readonly string _script = HtmlPage.CommonScript + Read("dashboard.js") + Read("jobs.js");

    /// <summary>Writes the page to the response.</summary>
    public Task WriteAsync(HttpContext context) =>
        new HtmlPage($"{NameOf(activity.State)} · FileRoutedApi", _style, _script, ToHtml()).WriteAsync(context);

    /// <summary>Returns the page of one request, for browsers without the script.</summary>
    public static HtmlPage OfRequest(RequestEntry request, HtmlFragment view) => new(
        $"{request.Method} {request.ShownPath}",
        _style,
        HtmlPage.CommonScript,
        HtmlFragment.Of(
            $"""
            <main class="document">
            <p class="outcome"><a href="/_dev">Dashboard</a></p>
            <section class="recorded">{view}</section>
            </main>
            """));

    /// <summary>Returns the parts that change. The script replaces each part by its id.</summary>
    public static HtmlFragment Parts(DevActivity activity, string filter)
    {
        var state = activity.State;
        return HtmlFragment.Of(
            $"""
            {Summary(state)}{Links(state)}{Errors(state)}{new RoutesView(state).Render(filter)}
            {RequestsView.Of(state.Folder, activity.Requests)}
            {ProcessView.Of(activity.Changes)}{SettingsView.Of(state.Configuration)}
            """);
    }

    private HtmlFragment ToHtml()
    {
        var state = activity.State;
        var basePath = state.BasePath.TrimEnd('/');
        return HtmlFragment.Of(
            $"""
            <header class="top">
            <h1>{NameOf(state)} <small>FileRoutedApi</small> <span class="live" id="live" role="status" hidden></span></h1>
            {Summary(state)}
            {Links(state)}
            </header>
            <main>
            {Errors(state)}
            <div class="files">
            <section class="routes" aria-labelledby="routes-title">
            <div class="bar"><h2 id="routes-title">Routes <span class="hint">in match order</span></h2>
            <form id="filter" role="search"><label class="sr" for="filter-text">Filter routes</label><input
            id="filter-text" name="filter" type="search" value="{filter}" placeholder="Filter by pattern, method or file"
            autocomplete="off" spellcheck="false"></form></div>
            {new RoutesView(state).Render(filter)}
            </section>
            {jobs}
            </div>
            <div class="side">
            <section class="explain" aria-labelledby="explain-title">
            <h2 id="explain-title"><label for="explain-path">Which file handles a path?</label></h2>
            <form id="explain"><input
            id="explain-path" name="path" type="text" value="{path}" placeholder="{basePath}/… or POST {basePath}/…"
            autocomplete="off" autocapitalize="none" spellcheck="false"><button type="submit">Explain</button></form>
            <div id="explanation" aria-live="polite">{ExplanationView.Of(state, path)}</div>
            </section>
            <section class="log" aria-labelledby="requests-title">
            <div class="bar"><h2 id="requests-title">Requests <span class="hint">the last {DevActivity.MaxRequests}</span></h2><button
            type="button" id="pause" aria-pressed="false" hidden>Pause</button></div>
            {_requestFilter}
            {RequestsView.Of(state.Folder, activity.Requests)}
            <p class="none">No requests yet.</p>
            </section>
            </div>
            <section class="inside">{ProcessView.Of(activity.Changes)}{SettingsView.Of(state.Configuration)}</section>
            </main>
            {_tryDialog}
            {_requestDialog}
            {_jobDialog}
            """);
    }

    private static HtmlFragment Summary(DevState state)
    {
        var places = state.Diagnostics.Select(ErrorPlace.Of).Distinct().ToList();
        var errors = places.Count(place => place.Severity == RouteDiagnosticSeverity.Error);
        var warnings = places.Count - errors;
        var errorCount = errors > 0
            ? HtmlFragment.Of($"""<a class="bad" href="#errors">{ErrorView.Count(errors, "error")}</a>""")
            : HtmlFragment.Of($"""<span class="good">no errors</span>""");
        var warningCount = warnings > 0
            ? HtmlFragment.Of($""" <a class="warn" href="#errors">{ErrorView.Count(warnings, "warning")}</a>""")
            : HtmlFragment.Empty;
        var stopped = state.IsRunning ? HtmlFragment.Empty : HtmlFragment.Of($"""<span class="bad">not started</span> """);
        var routes = ErrorView.Count(state.Table?.Routes.Count ?? 0, "route");
        var reloads = ErrorView.Count(state.Reloads, "reload");
        var files = state.Table?.PublicFiles.All.Count is > 0 and var count
            ? HtmlFragment.Of($"<span>{ErrorView.Count(count, "static file")}</span> ")
            : HtmlFragment.Empty;
        var jobs = state.Jobs?.Count is > 0 and var jobCount
            ? HtmlFragment.Of($"<span>{ErrorView.Count(jobCount, "job")}</span> ")
            : HtmlFragment.Empty;
        return HtmlFragment.Of(
            $"""<p id="summary">{stopped}<span>{routes}</span> {jobs}{files}{errorCount}{warningCount} <span>{reloads}</span></p>""");
    }

    // Without an application, they would lead to the error page.
    private static HtmlFragment Links(DevState state)
    {
        var links = state.Links.Select(link => HtmlFragment.Of($"""<a href="{link.Address}">{link.Name}</a> """));
        return HtmlFragment.Of($"""<nav id="links" aria-label="Documents">{links}</nav>""");
    }

    private static HtmlFragment Errors(DevState state)
    {
        var places = state.Diagnostics.OrderByDescending(found => found.Severity).Select(ErrorPlace.Of).Distinct().ToList();
        if (places.Count == 0)
        {
            return new HtmlFragment("<div id=\"errors\"></div>");
        }

        var more = places.Count > MaxErrors
            ? HtmlFragment.Of($"<p class=\"none\">{places.Count - MaxErrors} more in the terminal.</p>")
            : HtmlFragment.Empty;
        var hasErrors = places[0].Severity == RouteDiagnosticSeverity.Error;
        return HtmlFragment.Of(
            $"""
            <section id="errors" aria-label="Errors and warnings">
            {ErrorView.ByFile(state.Folder, places.Take(MaxErrors), file => file is null || (hasErrors && file == places[0].File))}{more}
            </section>
            """);
    }

    private static string Read(string resource) => HtmlPage.ReadResource(typeof(DashboardPage), resource);

    private static string NameOf(DevState state) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(state.Root)) is { Length: > 0 } name ? name : "FileRoutedApi";

    private static readonly HtmlFragment _requestFilter = new(
        """
        <form id="request-filter" role="search" hidden>
        <label class="sr" for="request-text">Filter requests</label><input
        id="request-text" type="search" placeholder="Filter by path, method or file" autocomplete="off" spellcheck="false">
        <label class="sr" for="request-status">Status</label><select id="request-status"><option value="12345">All</option><option
        value="2">2xx</option><option value="3">3xx</option><option value="4">4xx</option><option value="5">5xx</option><option
        value="45">Errors</option></select>
        <label class="check"><input id="request-assets" type="checkbox"> Assets</label>
        </form>
        """);

    private static readonly HtmlFragment _requestDialog = new(
        """
        <dialog id="request" class="recorded" aria-labelledby="request-title">
        <div class="bar"><h2 id="request-title">Request</h2><button type="button" class="close" aria-label="Close">✕</button></div>
        <div id="request-details"></div>
        </dialog>
        """);

    private static readonly HtmlFragment _jobDialog = new(
        """
        <dialog id="job" aria-labelledby="job-title">
        <form id="job-form">
        <div class="bar"><h2 id="job-title">Run <code id="job-name"></code></h2><button
        type="button" class="close" aria-label="Close">✕</button></div>
        <div class="fields"><label>Payload as JSON<textarea
        name="payload" rows="8" autocapitalize="none" spellcheck="false"></textarea></label></div>
        <p class="send"><span id="job-refusal" class="bad" role="alert"></span><button type="submit" class="primary">Run</button></p>
        </form>
        </dialog>
        """);

    private static readonly HtmlFragment _tryDialog = new(
        """
        <dialog id="try" aria-labelledby="try-title">
        <form id="try-form">
        <div class="bar"><h2 id="try-title">Try <code id="try-pattern"></code></h2><button
        type="button" class="close" aria-label="Close">✕</button></div>
        <div class="fields">
        <label>Method <select name="method"></select></label>
        <div id="try-parameters"></div>
        <div id="try-query"></div>
        <label>Query <input name="query" placeholder="a=1&amp;b=2" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
        <label>Bearer token <input
        name="token" placeholder="sent as Authorization: Bearer …" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
        <label>Headers <textarea
        name="headers" rows="2" placeholder="Name: value, one per line" autocapitalize="none" spellcheck="false"></textarea></label>
        <label id="try-body">Body <span class="hint" id="try-type"></span><textarea
        name="body" rows="6" autocapitalize="none" spellcheck="false"></textarea></label>
        </div>
        <p class="send"><code id="try-url"></code><span class="buttons"><button type="button" id="copy-curl">Copy as curl</button><button
        type="button" id="copy-csharp">Copy as C#</button><button type="submit" class="primary">Send</button></span></p>
        </form>
        <div id="try-response" role="status"></div>
        </dialog>
        """);
}
