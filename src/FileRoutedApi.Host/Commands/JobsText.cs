using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Jobs;

namespace FileRoutedApi.Host.Commands;

/// <summary>Jobs and calls, as <c>jobs</c> prints them.</summary>
internal static class JobsText
{
    private const string None = "-";
    private const string Gap = "  ";

    /// <summary>Returns a table of the jobs, and one of the failed calls if calls are stored.</summary>
    public static string ToTables(JobsState state)
    {
        if (state.Jobs.Count == 0)
        {
            return "There are no jobs: a folder has them in jobs/.";
        }

        var lines = Table(["JOB", "SCHEDULE", "NEXT RUN", "FILE", "LAST RUN"], state.Jobs.Select(RowOf));
        if (!state.IsDurable)
        {
            return string.Join(Environment.NewLine, [.. lines, "", "Runs and calls are not stored, because 'FileRoutes:Jobs:Store' is not set."]);
        }

        var waiting = state.Waiting == 1 ? "1 call waits or runs" : $"{state.Waiting} calls wait or run";
        var failed = state.FailedCount == 1 ? "1 has failed" : $"{state.FailedCount} have failed";
        var listed = state.Failed.Count == state.FailedCount ? "" : $" (the newest {state.Failed.Count} are listed)";
        lines = lines.Append("").Append($"{state.Store}: {waiting}, {failed}{listed}");
        if (state.Failed.Count > 0)
        {
            lines = lines.Append("").Concat(Table(["ID", "JOB", "ATTEMPTS", "FAILED AT", "ERROR"], state.Failed.Select(RowOf)));
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>Returns the same as JSON, with the payloads of failed calls.</summary>
    public static string ToJson(JobsState state) => JsonOutput.Of(new
    {
        state.Store,
        jobs = state.Jobs.Select(job => new
        {
            job.Name,
            job.File,
            job.Cron,
            job.TimeZone,
            enabled = job.IsEnabled,
            job.Next,
            runs = job.Runs.Select(run => new
            {
                run.Started,
                milliseconds = Math.Round(run.Duration.TotalMilliseconds, 1),
                run.Attempt,
                run.Error,
            }),
        }),
        state.Waiting,
        state.FailedCount,
        failed = state.Failed.Select(call => new
        {
            call.Id,
            call.Job,
            payload = PayloadOf(call),
            call.Attempts,
            call.FailedAt,
            call.Error,
        }),
    });

    /// <summary>Returns <c>1 call was</c>, <c>2 calls were</c> and so on.</summary>
    public static string Calls(int count) => count == 1 ? "1 call was" : $"{count} calls were";

    private static string[] RowOf(JobState job) =>
    [
        job.Name,
        JobText.ScheduleOf(job),
        job.Next is { } next ? JobText.At(next, job.TimeZone) : job is { Cron: not null, IsEnabled: false } ? "disabled" : None,
        job.File,
        job.Runs is [var last, ..] ? $"{JobText.At(last.Started, job.TimeZone)} {ResultOf(last)}" : None,
    ];

    private static string[] RowOf(FailedCall call) =>
    [
        call.Id,
        call.Job,
        call.Attempts.ToString(CultureInfo.InvariantCulture),
        JobText.At(call.FailedAt, TimeZoneInfo.Utc.Id),
        call.Error,
    ];

    private static string ResultOf(JobRun run) => run.Error is null
        ? $"succeeded in {JobText.Duration(run.Duration)}"
        : $"failed after {JobText.Duration(run.Duration)}: {run.Error}";

    private static JsonNode? PayloadOf(FailedCall call)
    {
        try
        {
            return call.Payload is { } payload ? JsonNode.Parse(payload) : null;
        }
        catch (JsonException)
        {
            return call.Payload;
        }
    }

    private static IEnumerable<string> Table(string[] head, IEnumerable<string[]> cells)
    {
        List<string[]> rows = [head, .. cells.Select(row => row.Select(FirstLine).ToArray())];
        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());

        static string FirstLine(string text) => ControlCharacters.OnOneLine(text.ReplaceLineEndings("\n").Split('\n')[0]);
    }
}
