namespace FileRoutedApi.Host.Development;

/// <summary>A request that was answered.</summary>
/// <param name="At">When it came.</param>
/// <param name="Path">With the query.</param>
/// <param name="File">The route file that answered, relative to the root; null where none did.</param>
internal sealed record RequestEntry(DateTimeOffset At, string Method, string Path, int Status, double Milliseconds, string? File);

/// <summary>Something that subscribers hear of: one of the two.</summary>
/// <param name="Change">The state after a change.</param>
/// <param name="Request">A request that was answered.</param>
internal readonly record struct DevEvent(DevState? Change, RequestEntry? Request);
