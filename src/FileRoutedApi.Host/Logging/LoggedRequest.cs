using System.Diagnostics;

namespace FileRoutedApi.Host.Logging;

/// <summary>What the log contains about one request.</summary>
/// <param name="Time">When the response was complete, in UTC.</param>
/// <param name="Duration">The difference of two values of <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="Path">The percent-encoded path, with the path base: a line break in a path must not start a new line of the log.</param>
/// <param name="Ids">The ids of the trace; empty if requests are not traced.</param>
internal readonly record struct LoggedRequest(
    DateTime Time, long Duration, string Method, string Path, int Status, LoggedRoute Route, TraceIds Ids)
{
    /// <summary>Gets the duration in milliseconds.</summary>
    public double Elapsed => Duration / (Stopwatch.Frequency / 1000.0);
}
