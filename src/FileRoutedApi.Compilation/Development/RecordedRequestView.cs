using System.Globalization;
using FileRoutedApi.Development;
using FileRoutedApi.Http;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders what is known about a request.</summary>
internal static class RecordedRequestView
{
    public static HtmlFragment Of(DevState state, RequestEntry request)
    {
        var folder = state.Folder;
        var details = request.Details;
        return HtmlFragment.Of(
            $"""
            <p class="outcome"><span class="status s{request.Status / 100}">{request.Status}</span> {MethodBadge.Of(request.Method)}
            <code class="path">{request.ShownPath}</code></p>
            <p class="outcome"><span>{request.Milliseconds:0.0} ms</span> <span>{RequestsView.TimeOf(request)}</span>
            {ErrorView.Link(folder, request.File, 0, 0)}</p>
            {(details is null ? HtmlFragment.Empty : Details(state, request, details))}
            """);
    }

    /// <summary>Renders the exceptions of a request, or the errors of its file; empty if there are none.</summary>
    private static HtmlFragment Thrown(SourceFolder folder, RecordedRequest details) => HtmlFragment.Join(
    [
        .. details.Thrown.Select(thrown => Exception(folder, thrown)),
        .. details.Trace.Errors.Select(error =>
            HtmlFragment.Of($"<ol class=\"errors thrown\">{ErrorView.Item(folder, ErrorPlace.Of(error))}</ol>")),
    ]);

    private static HtmlFragment Details(DevState state, RequestEntry request, RecordedRequest details)
    {
        var facts = request.File is null ? [] : state.Modules.GetValueOrDefault(request.File)?.Facts ?? [];
        return HtmlFragment.Of(
            $"""
            {Thrown(state.Folder, details)}
            {Timeline(request, details.Trace)}
            {RequestView.Table("Applies to this file", [.. facts.Select(fact => (fact.Text, fact.Details))])}
            {Lines(details.Trace)}
            <div class="both">
            <section><h2>Request</h2>{RequestView.Of(details.Sent)}</section>
            <section><h2>Response</h2>{RequestView.Table("Headers", details.ResponseHeaders)}
            {RequestView.Body("Body", details.ResponseBody)}</section>
            </div>
            """);
    }

    private static HtmlFragment Exception(SourceFolder folder, ThrownException thrown)
    {
        var place = ErrorReport.ThrownPlaceOf(thrown);
        return HtmlFragment.Of(
            $"""
            <div class="errors thrown"><div class="error">
            <p class="where"><span class="id error">{thrown.Type}</span> {ErrorView.Link(folder, place.File, place.Line, place.Column)}</p>
            <p class="message">{thrown.Message}</p>
            {ErrorView.Code(folder, place)}
            {ErrorView.Stack(folder, thrown)}
            </div></div>
            """);
    }

    private static HtmlFragment Timeline(RequestEntry request, RequestTrace trace)
    {
        var steps = trace.Steps.Select(step => (step.At, step.Name, step.Outcome, Took: step.Milliseconds)).ToList();
        if (trace.FirstByte is { } first)
        {
            steps.Add((first, "Response", "first byte", null));
        }

        steps.Add((request.Milliseconds, "Response", "complete", null));
        var rows = steps.OrderBy(step => step.At).Select(step => HtmlFragment.Of(
            $"""
            <li><span class="at">{Text(step.At)}</span> <span class="step">{step.Name}</span> <span class="said">{step.Outcome}</span>
            <span class="took">{(step.Took is { } took ? Text(took) : "")}</span></li>
            """));
        return HtmlFragment.Of($"<h3>Timeline</h3><ol class=\"timeline\">{rows}</ol>");
    }

    private static HtmlFragment Lines(RequestTrace trace)
    {
        var rows = trace.Lines.Select(line => HtmlFragment.Of(
            $"""
            <li><span class="at">{Text(line.At)}</span>
            <span class="level {line.Level}">{(line.Level == "information" ? "info" : line.Level)}</span>
            <span class="source">{line.Source}</span> <span class="text">{line.Message}</span></li>
            """)).ToList();
        return rows.Count == 0 ? HtmlFragment.Empty : HtmlFragment.Of($"<h3>Log</h3><ol class=\"lines\">{rows}</ol>");
    }

    private static string Text(double milliseconds) => milliseconds.ToString("0.0 'ms'", CultureInfo.InvariantCulture);
}
