using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// Records the steps, log lines and bodies of a request for the dashboard and the error page. Only requests in Development have this
/// feature.
/// </summary>
internal sealed class RequestTrace
{
    /// <summary>The number of bytes of each body, and the number of steps and of log lines, that are kept.</summary>
    public const int MaxBody = 4096;
    public const int MaxSteps = 50;
    public const int MaxLines = 100;

    private const int MaxLine = 2000;

    private static readonly AsyncLocal<RequestTrace?> _current = new();

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<TracedStep> _steps = new();
    private readonly ConcurrentQueue<TracedLine> _lines = new();

    /// <summary>Gets or sets the trace of the request that the calling code runs for; null outside of requests.</summary>
    public static RequestTrace? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    /// <summary>Gets the first bytes of the request body that the application has read.</summary>
    public BodyExcerpt RequestBody { get; } = new(MaxBody);

    /// <summary>Gets the first bytes of the response body.</summary>
    public BodyExcerpt ResponseBody { get; } = new(MaxBody);

    /// <summary>Gets or sets when the response began, in milliseconds after the start of the request.</summary>
    public double? FirstByte { get; set; }

    /// <summary>Gets or sets the errors of the file that the request was for, which were sent instead of a response of the file.</summary>
    public IReadOnlyList<RouteDiagnostic> Errors { get; set; } = [];

    public IReadOnlyCollection<TracedStep> Steps => _steps;

    public IReadOnlyCollection<TracedLine> Lines => _lines;

    public double Elapsed => Stopwatch.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Returns the trace of a request; null outside of Development.</summary>
    public static RequestTrace? Of(HttpContext context) => context.Features.Get<RequestTrace>();

    /// <summary>Adds what a part of the application did or decided.</summary>
    /// <param name="name">The file, or the name of the part.</param>
    public void Add(string name, string outcome, double? milliseconds = null)
    {
        if (_steps.Count < MaxSteps)
        {
            _steps.Enqueue(new TracedStep(name, outcome, Elapsed, milliseconds));
        }
    }

    /// <summary>Adds a line of the log.</summary>
    public void Log(string level, string? source, string message)
    {
        if (_lines.Count < MaxLines)
        {
            _lines.Enqueue(new TracedLine(level, source, message.Length > MaxLine ? $"{message[..MaxLine]}…" : message, Elapsed));
        }
    }
}

/// <summary>A part of the application that a request went through.</summary>
/// <param name="At">When it ended, in milliseconds after the start of the request.</param>
/// <param name="Milliseconds">How long it took, without what it called; null if that was not measured.</param>
internal sealed record TracedStep(string Name, string Outcome, double At, double? Milliseconds);

/// <summary>A line of the log that was written during a request.</summary>
internal sealed record TracedLine(string Level, string? Source, string Message, double At);

/// <summary>The first bytes of a body.</summary>
internal sealed class BodyExcerpt(int limit)
{
    private readonly Lock _lock = new();
    private byte[] _bytes = [];

    /// <summary>Gets the number of bytes of the body so far.</summary>
    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_bytes.Length < limit && bytes.Length > 0)
            {
                _bytes = [.. _bytes, .. bytes[..Math.Min(bytes.Length, limit - _bytes.Length)]];
            }

            Length += bytes.Length;
        }
    }

    public byte[] ToArray()
    {
        lock (_lock)
        {
            return _bytes;
        }
    }
}
