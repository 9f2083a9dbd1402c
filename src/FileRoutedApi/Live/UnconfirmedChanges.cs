namespace FileRoutedApi.Live;

/// <summary>
/// Errors and deletions that are too recent to take effect. Editors write a file in several steps, or move it away before they put the new
/// one in its place, so both are confirmed only if they last for the grace period.
/// </summary>
internal sealed class UnconfirmedChanges(TimeProvider time)
{
    // Empty files have a different grace period, which applies when files are read.
    private static readonly TimeSpan _gracePeriod = TimeSpan.FromMilliseconds(120);

    private Dictionary<string, long> _since = [];
    private Dictionary<string, long> _found = [];

    /// <summary>Begins a scan of the folder. A change that this scan does not find again is forgotten.</summary>
    public void Begin() => _found = [];

    /// <summary>Returns true if a change was first found at least one grace period ago.</summary>
    public bool IsConfirmed(string change)
    {
        var since = _since.GetValueOrDefault(change, time.GetTimestamp());
        _found[change] = since;
        return time.GetElapsedTime(since) >= _gracePeriod;
    }

    /// <summary>Ends a scan of the folder.</summary>
    public void End() => _since = _found;
}
