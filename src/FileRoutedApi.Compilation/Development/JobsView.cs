using System.Globalization;
using FileRoutedApi.Development;
using FileRoutedApi.Jobs;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the jobs, their runs, and the failed calls. The script keeps relative times up to date.</summary>
internal sealed class JobsView(SourceFolder folder, DevJobs jobs, DateTimeOffset now)
{
    /// <summary>Gets what takes the place of the section in a folder without jobs.</summary>
    public static HtmlFragment None { get; } = new("<div id=\"jobs\" hidden></div>");

    /// <param name="state">What the scheduler knows; null if it is not available.</param>
    /// <param name="problem">Why it is not available.</param>
    public HtmlFragment Render(JobsState? state, string? problem)
    {
        var known = (state?.Jobs ?? []).ToDictionary(job => job.Name, StringComparer.OrdinalIgnoreCase);
        var rows = jobs.Published.All.Select(job => (job.Name, Row: Row(job, known.GetValueOrDefault(job.Name))))
            .Concat(jobs.Published.Broken.Select(file => (Name: JobFileName.NameOf(file), Row: BrokenRow(file))))
            .OrderBy(job => job.Name, StringComparer.Ordinal)
            .Select(job => job.Row);
        return HtmlFragment.Of(
            $"""
            <section id="jobs" class="jobs" aria-labelledby="jobs-title">
            <div class="bar"><h2 id="jobs-title">Jobs <span class="hint">{StoreOf(state)}</span></h2>{Waiting(state)}</div>
            {Problem(problem)}{Disabled()}
            <ul class="job-list">{rows}</ul>
            {Failed(state)}
            </section>
            """);
    }

    private static string StoreOf(JobsState? state) =>
        state is null ? "" : state.IsDurable ? $"stored in {state.Store}" : "schedules are kept in memory";

    private static HtmlFragment Waiting(JobsState? state) => state is not { Waiting: > 0 and var waiting }
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<span class=\"waiting\">{(waiting == 1 ? "1 call waits" : $"{waiting} calls wait")}</span>");

    private static HtmlFragment Problem(string? problem) =>
        problem is null ? HtmlFragment.Empty : HtmlFragment.Of($"<p class=\"problem\" role=\"alert\">{problem}</p>");

    private HtmlFragment Disabled() => jobs.IsEnabled
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"<p class=\"none\">This process runs no jobs: <code>FileRoutes:Jobs:Enabled</code> is <code>false</code>.</p>");

    private HtmlFragment Row(BoundJob job, JobState? state)
    {
        var schema = jobs.PayloadSchemaOf(job.Name);
        var payload = schema is null ? HtmlFragment.Empty : HtmlFragment.Of($" data-schema=\"{schema}\"");
        var run = !jobs.IsEnabled ? HtmlFragment.Empty : HtmlFragment.Of(
            $"""
            <button type="button" class="act" data-action="run" data-key="{job.Name}"{payload} hidden>Run now{(schema is null ? "" : "…")}</button>
            """);
        return HtmlFragment.Of(
            $"""
            <li class="job">
            <span class="pattern">{job.Name}</span>
            {ErrorView.Link(folder, job.File.Path, 0, 0)}
            {Schedule(job.Config, state)}
            {run}
            {Runs(job.Name, state)}
            </li>
            """);
    }

    private HtmlFragment BrokenRow(RouteFile file) => HtmlFragment.Of(
        $"""
        <li class="job">
        <span class="pattern">{JobFileName.NameOf(file)}</span>
        {ErrorView.Link(folder, file.Path, 0, 0)}
        <span class="schedule"></span>
        <a class="state broken" href="#errors">broken</a>
        </li>
        """);

    private HtmlFragment Schedule(JobConfig config, JobState? state)
    {
        if (config.Cron is not { } cron)
        {
            return HtmlFragment.Of($"<span class=\"schedule\">when called</span>");
        }

        var next = state switch
        {
            { IsEnabled: false } => HtmlFragment.Of($"<span class=\"due\">off: <code>{config.EnabledBy}</code> is not true</span>"),
            { Next: { } at } => HtmlFragment.Of($"<span class=\"due\">next {Time(at, config.TimeZone)} <span class=\"at\">{At(at)}</span></span>"),
            _ => HtmlFragment.Empty,
        };
        return HtmlFragment.Of($"<span class=\"schedule\"><code>{cron}</code> {config.TimeZone} {next}</span>");
    }

    private HtmlFragment Runs(string name, JobState? state)
    {
        var running = jobs.Runner.Running.Where(run => run.Job == name).OrderBy(run => run.Started).ToList();
        var runs = state?.Runs ?? [];
        if (running.Count == 0 && runs.Count == 0)
        {
            return HtmlFragment.Of($"<span class=\"runs none\">no runs yet</span>");
        }

        var summary = running.Count > 0
            ? HtmlFragment.Of($"<span class=\"state loading\">running</span> began {Since(running[0].Started)}")
            : HtmlFragment.Of($"{Result(runs[0])} {Since(runs[0].Started)}{Error(runs[0])}");
        return HtmlFragment.Of(
            $"""
            <details class="runs" data-key="{name}"><summary>{summary}</summary>
            <ol>{running.Select(run => Run(run.Started, HtmlFragment.Of($"<span class=\"state loading\">running</span>"), HtmlFragment.Empty))}
            {runs.Select(run => Run(run.Started, Result(run), Error(run)))}</ol></details>
            """);
    }

    private HtmlFragment Run(DateTimeOffset started, HtmlFragment result, HtmlFragment error) =>
        HtmlFragment.Of($"<li><span class=\"at\">{At(started)}</span> {result}{error}</li>");

    private static HtmlFragment Result(JobRun run)
    {
        var attempt = run.Attempt > 1 ? $", attempt {run.Attempt}" : "";
        return HtmlFragment.Of($"<span class=\"state {(run.Error is null ? "ready" : "broken")}\">{JobText.Duration(run.Duration)}{attempt}</span>");
    }

    private static HtmlFragment Error(JobRun run) =>
        run.Error is null ? HtmlFragment.Empty : HtmlFragment.Of($" <span class=\"thrown\">{run.Error}</span>");

    private HtmlFragment Failed(JobsState? state)
    {
        if (state is not { Failed: { Count: > 0 } failed, FailedCount: var count })
        {
            return HtmlFragment.Empty;
        }

        var listed = count == failed.Count ? "" : $", the newest {failed.Count}";
        return HtmlFragment.Of(
            $"""
            <h3>Failed calls <span class="count">{count}{listed}</span></h3>
            <ul class="failed-calls">{failed.Select(Failed)}</ul>
            """);
    }

    private HtmlFragment Failed(FailedCall call) => HtmlFragment.Of(
        $"""
        <li><span class="pattern">{call.Job}</span> <code class="payload" title="{call.Id}">{call.Payload}</code>
        <span class="buttons"><button type="button" class="act" data-action="retry" data-key="{call.Id}" hidden>Retry</button><button
        type="button" class="act" data-action="discard" data-key="{call.Id}" hidden>Discard</button></span>
        <span class="why"><span class="thrown">{call.Error}</span> {Attempts(call)}, {Since(call.FailedAt)}</span></li>
        """);

    private static string Attempts(FailedCall call) => call.Attempts == 1 ? "1 attempt" : $"{call.Attempts} attempts";

    private HtmlFragment Since(DateTimeOffset at) => Time(at, TimeZoneInfo.Local.Id);

    private HtmlFragment Time(DateTimeOffset at, string timeZone)
    {
        var machine = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return HtmlFragment.Of(
            $"""<time class="relative" datetime="{machine}" title="{JobText.At(at, timeZone)}">{Relative(at - now)}</time>""");
    }

    /// <summary>Returns the local time, without the date if it is that of today.</summary>
    private string At(DateTimeOffset at) => at.ToLocalTime().ToString(
        at.ToLocalTime().Date == now.ToLocalTime().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Returns <c>in 5 min</c> or <c>5 min ago</c>. The script has the same function.</summary>
    internal static string Relative(TimeSpan difference)
    {
        var distance = difference.Duration();
        var text = distance switch
        {
            { TotalSeconds: < 60 } => $"{(int)distance.TotalSeconds} s",
            { TotalMinutes: < 60 } => $"{(int)distance.TotalMinutes} min",
            { TotalHours: < 48 } => $"{(int)distance.TotalHours} h",
            _ => $"{(int)distance.TotalDays} d",
        };
        return difference > TimeSpan.Zero ? $"in {text}" : $"{text} ago";
    }
}
