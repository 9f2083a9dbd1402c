using System.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi.Development;

/// <summary>Answers a request with an error of the route files: a page for a browser, problem details for everyone else.</summary>
internal static class ErrorPage
{
    private static readonly string _style = HtmlPage.CommonStyle + HtmlPage.ReadResource(typeof(ErrorPage), "error.css");
    private static readonly string _script = HtmlPage.CommonScript + HtmlPage.ReadResource(typeof(ErrorPage), "error.js");

    public static Task WriteAsync(HttpContext context, ErrorReport report)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return AcceptedType.PrefersHtml(context.Request)
            ? new HtmlPage($"{report.Title}: {report.Places[0].Message}", _style, _script, ToHtml(context.Request, report)).WriteAsync(context)
            : ProblemResponse.WriteAsync(context, ToProblem(report));
    }

    private static ProblemDetails ToProblem(ErrorReport report)
    {
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = ReasonPhrases.GetReasonPhrase(StatusCodes.Status500InternalServerError),
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

    private static HtmlFragment ToHtml(HttpRequest request, ErrorReport report) => HtmlFragment.Of(
        $"""
        <main>
        <header>
        <p class="title">{report.Title}</p>
        <p class="request"><code><b>{request.Method}</b> {request.PathBase.Add(request.Path).Value}{request.QueryString.Value}</code></p>
        </header>
        {(report.Thrown.Count > 0 ? OfException(report) : OfDiagnostics(report))}
        <footer><p id="live" hidden>This page loads again by itself once a file is saved. <a href="/_dev">Dashboard</a></p><p>It is shown in Development only. Clients that do not ask for HTML get the same as problem details.</p></footer>
        </main>
        """);

    private static HtmlFragment OfDiagnostics(ErrorReport report)
    {
        var rest = report.Places.Skip(1).Select(place => ErrorView.Item(report.Root, place)).ToList();
        var more = rest.Count == 0
            ? HtmlFragment.Empty
            : HtmlFragment.Of($"<section><h2>{rest.Count} more</h2><ol class=\"errors\">{rest}</ol></section>");
        return HtmlFragment.Of($"{Heading(report, report.Places[0], ErrorView.Id(report.Places[0]))}{more}");
    }

    private static HtmlFragment OfException(ErrorReport report) => HtmlFragment.Of(
        $"{Heading(report, report.Places[0], TypeOf(report.Thrown[0]))}{Stack(report, report.Thrown[0])}{report.Thrown.Zip(report.Places).Skip(1).Select(cause => Cause(report, cause.First, cause.Second))}");

    private static HtmlFragment Cause(ErrorReport report, ThrownException thrown, ErrorPlace place) => HtmlFragment.Of(
        $"""
        <section>
        <h2>Caused by</h2>
        <ol class="errors"><li class="error">
        <p class="where">{TypeOf(thrown)}{ErrorView.Link(report.Root, place.File, place.Line, place.Column)}</p>
        <p class="message">{place.Message}</p>
        {ErrorView.Code(report.Root, place)}
        {ErrorView.Stack(report.Root, thrown)}
        </li></ol>
        </section>
        """);

    private static HtmlFragment Heading(ErrorReport report, ErrorPlace place, HtmlFragment kind) => HtmlFragment.Of(
        $"""
        <h1{new HtmlFragment(place.Message.Length > 140 ? " class=\"long\"" : "")}>{place.Message}</h1>
        <div class="frame">
        <p class="where">{kind}{ErrorView.Link(report.Root, place.File, place.Line, place.Column)}</p>
        {ErrorView.Code(report.Root, place)}
        </div>
        """);

    private static HtmlFragment Stack(ErrorReport report, ThrownException thrown) => thrown.Frames.Count == 0
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<section><h2>Stack</h2>{ErrorView.Stack(report.Root, thrown)}</section>");

    private static HtmlFragment TypeOf(ThrownException thrown) => HtmlFragment.Of($"""<span class="id error">{thrown.Type}</span> """);
}
