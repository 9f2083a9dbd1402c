namespace FileRoutedApi.Live;

/// <summary>
/// Errors and deletions that are too recent to take effect. Editors write a file in several steps, or move it away before they put the new
/// one in its place, so both are confirmed only if they last for the grace period.
/// </summary>
internal sealed class UnconfirmedChanges(TimeProvider time)
{
    // An empty file has a grace period of its own, where files are read.
    private static readonly TimeSpan _gracePeriod = TimeSpan.FromMilliseconds(120);

    private Dictionary<string, long> _since = [];
    private Dictionary<string, long> _found = [];

    /// <summary>Begins a new look at the folder. A change that is not found again is forgotten.</summary>
    public void Begin() => _found = [];

    /// <summary>Returns true if a change was found first at least one grace period ago.</summary>
    public bool IsConfirmed(string change)
    {
        var since = _since.GetValueOrDefault(change, time.GetTimestamp());
        _found[change] = since;
        return time.GetElapsedTime(since) >= _gracePeriod;
    }

    /// <summary>Ends a look at the folder.</summary>
    public void End() => _since = _found;
}
