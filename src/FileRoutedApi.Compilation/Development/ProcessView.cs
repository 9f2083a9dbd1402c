using System.Diagnostics;
using System.Globalization;
using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the memory of the process and the last reloads.</summary>
internal static class ProcessView
{
    private const int MaxFiles = 4;

    public static HtmlFragment Of(IReadOnlyList<ChangeEntry> changes)
    {
        using var process = Process.GetCurrentProcess();
        var up = DateTime.Now - process.StartTime;
        var since = process.StartTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var total = Megabytes(Environment.WorkingSet);
        var memory = HtmlFragment.Of(
            $"""
            <dl class="pairs"><div><dt>Memory of the process</dt><dd>{total}</dd></div>
            <div><dt>Managed heap</dt><dd>{Megabytes(GC.GetTotalMemory(false))} after {GC.CollectionCount(2)} full collections</dd></div>
            <div><dt>Running since</dt><dd>{since}, for {Duration(up)}</dd></div></dl>
            """);
        var history = changes.Count == 0
            ? HtmlFragment.Of($"<p class=\"none\">Nothing has changed since the start.</p>")
            : HtmlFragment.Of($"<ol class=\"timeline\">{changes.Select(Row)}</ol>");
        return HtmlFragment.Of(
            $"""
            <details id="process" class="more"><summary>Memory and reloads <span class="count">{total}</span></summary>
            {memory}<h3>The last changes</h3>{history}</details>
            """);
    }

    private static HtmlFragment Row(ChangeEntry change)
    {
        var more = change.Files.Count > MaxFiles ? $" and {change.Files.Count - MaxFiles} more" : "";
        var files = string.Join(", ", change.Files.Take(MaxFiles)) + more;
        var at = change.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var took = change.Took is { } time ? time.TotalMilliseconds.ToString("0 'ms'", CultureInfo.InvariantCulture) : "";
        var (style, kind) = change.Kind == "failed" ? ("bad", "start failed") : ("step", change.Kind);
        return HtmlFragment.Of(
            $"""
            <li><span class="at">{at}</span> <span class="{style}">{kind}</span>
            <span class="said">{files}</span> <span class="took">{took}</span></li>
            """);
    }

    private static string Megabytes(long bytes) => (bytes / 1024.0 / 1024.0).ToString("0 'MB'", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\ \h\ m\ \m\i\n", CultureInfo.InvariantCulture)
        : time.ToString(@"m\ \m\i\n\ s\ \s", CultureInfo.InvariantCulture);
}
