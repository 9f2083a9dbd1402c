using System.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi.Development;

/// <summary>Responds with an error of the route files: an HTML page for browsers, problem details for other clients.</summary>
internal static class ErrorPage
{
    /// <summary>Gets a script that reloads the page when a file is saved. It shows the element <c>live</c> if it can.</summary>
    public static string ReloadScript { get; } = HtmlPage.CommonScript + HtmlPage.ReadResource(typeof(ErrorPage), "reload.js");

    private static readonly string _style = HtmlPage.CommonStyle + HtmlPage.ReadResource(typeof(ErrorPage), "error.css");
    private static readonly string _script = ReloadScript + HtmlPage.ReadResource(typeof(ErrorPage), "error.js");

    public static Task WriteAsync(HttpContext context, ErrorReport report)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        report = report with { Folder = report.Folder with { HasDashboard = RequestTrace.Of(context) is not null } };
        return AcceptedType.PrefersHtml(context.Request)
            ? ToPage(context, report).WriteAsync(context)
            : ProblemResponse.WriteAsync(context, ToProblem(report));
    }

    private static HtmlPage ToPage(HttpContext context, ErrorReport report) =>
        new($"{report.Title}: {report.Places[0].Message}", _style, _script, ToHtml(context, report));

    private static ProblemDetails ToProblem(ErrorReport report)
    {
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = report.Exception is null ? report.Title : ReasonPhrases.GetReasonPhrase(StatusCodes.Status500InternalServerError),
            Detail = report.Exception?.Message ?? report.Places[0].Message,
        };
        if (report.Exception is { } exception)
        {
            problem.Extensions["exception"] = Describe(exception);
        }
        else
        {
            problem.Extensions["diagnostics"] = report.Places.Select(Describe).ToList();
        }

        return problem;
    }

    private static object Describe(Exception exception)
    {
        var frame = new StackTrace(exception, fNeedFileInfo: true).GetFrames().FirstOrDefault(frame => frame.GetFileLineNumber() > 0);
        return new
        {
            type = exception.GetType().FullName,
            message = exception.Message,
            file = frame?.GetFileName(),
            line = frame?.GetFileLineNumber(),
            stackTrace = exception.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    private static object Describe(ErrorPlace place) => new
    {
        id = place.Id,
        severity = ErrorView.SeverityOf(place),
        file = place.File,
        line = place.Line,
        column = place.Column,
        message = place.Message,
    };

    private static HtmlFragment ToHtml(HttpContext context, ErrorReport report)
    {
        var request = context.Request;
        var query = SecretText.OfQuery(request.QueryString.Value ?? "");
        var dashboard = report.Folder.HasDashboard ? new HtmlFragment(" <a href=\"/_dev\">Dashboard</a>") : HtmlFragment.Empty;
        return HtmlFragment.Of(
            $"""
            <main>
            <header>
            <p class="title">{report.Title}</p>
            <p class="request"><code><b>{request.Method}</b> {request.PathBase.Add(request.Path).Value}{query}</code></p>
            <button type="button" id="copy" hidden>Copy as text</button>
            </header>
            {(report.Thrown.Count > 0 ? OfException(report) : OfDiagnostics(report))}
            {Details(context)}
            <footer>
            <p id="live" hidden>This page reloads when a file is saved.{dashboard}</p>
            <p>It is shown in Development only. Clients that do not accept HTML receive problem details.</p>
            </footer>
            </main>
            <pre id="text" hidden>{ErrorText.Of(report, request)}</pre>
            """);
    }

    private static HtmlFragment Details(HttpContext context) => HtmlFragment.Of(
        $"""<section><details class="sent"><summary>Request</summary>{RequestView.Of(RequestDetails.Of(context))}</details></section>""");

    private static HtmlFragment OfDiagnostics(ErrorReport report)
    {
        var first = report.Places[0];
        var rest = report.Places.Skip(1).ToList();
        var more = rest.Count == 0
            ? HtmlFragment.Empty
            : HtmlFragment.Of(
                $"""
                <section><h2>{rest.Count} more: {ErrorView.Counts(rest)}</h2>
                {ErrorView.ByFile(report.Folder, rest, file => file == first.File || rest.Count == 1)}</section>
                """);
        return HtmlFragment.Of($"{Heading(report, first, ErrorView.Id(report.Folder, first))}{more}");
    }

    private static HtmlFragment OfException(ErrorReport report)
    {
        var heading = Heading(report, report.Places[0], TypeOf(report.Thrown[0]));
        var causes = report.Thrown.Zip(report.Places).Skip(1).Select(cause => Cause(report, cause.First, cause.Second));
        return HtmlFragment.Of($"{heading}{Stack(report, report.Thrown[0])}{causes}");
    }

    private static HtmlFragment Cause(ErrorReport report, ThrownException thrown, ErrorPlace place) => HtmlFragment.Of(
        $"""
        <section>
        <h2>Caused by</h2>
        <ol class="errors"><li class="error">
        <p class="where">{TypeOf(thrown)}{ErrorView.Link(report.Folder, place.File, place.Line, place.Column)}</p>
        <p class="message">{place.Message}</p>
        {ErrorView.Code(report.Folder, place)}
        {ErrorView.Stack(report.Folder, thrown)}
        </li></ol>
        </section>
        """);

    private static HtmlFragment Heading(ErrorReport report, ErrorPlace place, HtmlFragment kind)
    {
        var (problem, advice) = ErrorTitle.Divide(place);
        var where = HtmlFragment.Of(
            $"""<p class="where">{kind}{ErrorView.Link(report.Folder, place.File, place.Line, place.Column)}</p>""");
        var code = ErrorView.Code(report.Folder, place);
        return HtmlFragment.Of(
            $"""
            <h1{new HtmlFragment(problem.Length > 140 ? " class=\"long\"" : "")}>{problem}</h1>
            {ErrorView.Advice(advice)}
            {(code == HtmlFragment.Empty ? where : HtmlFragment.Of($"<div class=\"frame\">{where}{code}</div>"))}
            """);
    }

    private static HtmlFragment Stack(ErrorReport report, ThrownException thrown) => thrown.Frames.Count == 0
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<section><h2>Stack</h2>{ErrorView.Stack(report.Folder, thrown)}</section>");

    private static HtmlFragment TypeOf(ThrownException thrown) => HtmlFragment.Of($"""<span class="id error">{thrown.Type}</span> """);
}
