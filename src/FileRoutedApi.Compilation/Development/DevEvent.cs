namespace FileRoutedApi.Compilation.Development;

/// <summary>A completed request.</summary>
/// <param name="At">When the request arrived.</param>
/// <param name="Path">The path with the query.</param>
/// <param name="File">The route file that handled the request, relative to the root; null if none did.</param>
internal sealed record RequestEntry(DateTimeOffset At, string Method, string Path, int Status, double Milliseconds, string? File);

/// <summary>An event for subscribers: a change or a request.</summary>
/// <param name="Change">The state after a change; null for a request.</param>
/// <param name="Request">The completed request; null for a change.</param>
internal readonly record struct DevEvent(DevState? Change, RequestEntry? Request);
