using FileRoutedApi.Development;

namespace FileRoutedApi.Compilation.Development;

/// <summary>A completed request.</summary>
/// <param name="At">When the request arrived.</param>
/// <param name="Path">The path with the query.</param>
/// <param name="File">The route file that handled the request, relative to the root; null if none did.</param>
internal sealed record RequestEntry(DateTimeOffset At, string Method, string Path, int Status, double Milliseconds, string? File)
{
    /// <summary>Gets the number of the request, by which the page asks for its details.</summary>
    public long Id { get; init; }

    /// <summary>Gets the path with the query, without secrets.</summary>
    public string ShownPath => SecretText.OfQuery(Path);

    /// <summary>Gets whether it is one that the list hides by default: a static file, a document or a health probe.</summary>
    public bool IsAsset { get; init; }

    /// <summary>Gets the details; null if there are none.</summary>
    public RecordedRequest? Details { get; init; }
}

/// <summary>An event for subscribers: a change, a request, or a run or call of a job.</summary>
/// <param name="Change">The state after a change; otherwise null.</param>
/// <param name="Request">The completed request; otherwise null.</param>
internal readonly record struct DevEvent(DevState? Change, RequestEntry? Request)
{
    /// <summary>Gets whether runs or calls of jobs have changed.</summary>
    public bool IsOfJobs => Change is null && Request is null;
}

/// <summary>A reload or restart of the application.</summary>
/// <param name="Kind">What happened, such as <c>reloaded</c>.</param>
/// <param name="Files">The files that caused it.</param>
/// <param name="Took">How long it took; null if that was not measured.</param>
internal sealed record ChangeEntry(DateTimeOffset At, string Kind, IReadOnlyList<string> Files, TimeSpan? Took);
