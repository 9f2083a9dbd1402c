using System.Diagnostics;

namespace FileRoutedApi.Host.Logging;

/// <summary>What the log contains about one request. It refers to nothing that the server reuses for the next request.</summary>
/// <param name="Time">When the response was complete, in UTC.</param>
/// <param name="Duration">The difference of two values of <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="PathBase">The decoded path base.</param>
/// <param name="Path">The decoded path.</param>
/// <param name="Route">The pattern of the route that handled the request; null if there is none.</param>
/// <param name="File">The route file or the static file; null if the endpoint is not one of a file.</param>
/// <param name="Ids">The ids of the trace; empty if requests are not traced.</param>
internal readonly record struct LoggedRequest(
    DateTime Time,
    long Duration,
    string Method,
    PathString PathBase,
    PathString Path,
    int Status,
    string? Route,
    string? File,
    TraceIds Ids)
{
    /// <summary>Gets the duration in milliseconds.</summary>
    public double Elapsed => Duration * 1000 / (double)Stopwatch.Frequency;

    /// <summary>Gets the percent-encoded path: a line break in a path must not start a new line of the log.</summary>
    public string EncodedPath => PathBase.Add(Path).ToUriComponent();

    /// <summary>Gets the name under which the request is logged.</summary>
    public string Source => File ?? nameof(FileRoutedApi);
}
