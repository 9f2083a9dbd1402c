using System.Collections.Concurrent;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Files;

/// <summary>
/// The files of a folder as they were last read. One whose size and time are the same is not read again. While the folder is followed, a
/// file that becomes empty keeps its content for a grace period, and a new one is not there until it has content.
/// </summary>
internal sealed class SourceFiles(RouteFolder folder, TimeProvider time)
{
    /// <summary>How long a file may be empty before that counts: editors and scripts empty a file before they write it.</summary>
    public static readonly TimeSpan EmptyFileGracePeriod = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, DateTime ReadAt, SourceFile? File)> _known = new();
    private readonly ConcurrentDictionary<string, SourceFile> _withContent = new();
    private readonly ConcurrentDictionary<string, long> _emptySince = new();
    private bool _isFollowed;
    private bool _trusts;

    /// <summary>How long until the grace period of an empty file is over; null if there is no such file.</summary>
    public TimeSpan? EmptyFileDue => _emptySince.Values
        .Select(since => EmptyFileGracePeriod - time.GetElapsedTime(since))
        .Where(left => left > TimeSpan.Zero)
        .Select(left => (TimeSpan?)left)
        .Min();

    /// <summary>Reads a file; null where it cannot be read, with the reason among the diagnostics.</summary>
    public SourceFile? Read(string path, List<RouteDiagnostic> diagnostics)
    {
        if (_trusts && _known.TryGetValue(path, out var trusted) && trusted.File is not null)
        {
            return Settled(trusted.File);
        }

        var (stamp, now) = (FileStamp.Of(folder.PathOf(path)), time.GetUtcNow().UtcDateTime);
        if (_known.TryGetValue(path, out var known) && known.Stamp == stamp && known.File is not null)
        {
            return Settled(known.File);
        }

        // The stamp is the one from before: what was written meanwhile shows as a difference next time.
        var read = SourceFile.Read(folder, path, diagnostics);
        _known[path] = (stamp, now, read);
        if (read is null)
        {
            _emptySince.TryRemove(path, out _);
            return null;
        }

        return Settled(read);
    }

    /// <summary>Gets the stamps of all files as they were last read; uncertain ones of those that were written just before.</summary>
    public IReadOnlyDictionary<string, FileStamp> Stamps() => _known.ToDictionary(
        known => known.Key,
        known => FileStamp.IsInOneTick(known.Value.Stamp.Written, known.Value.ReadAt) ? FileStamp.Uncertain : known.Value.Stamp);

    /// <summary>Reads files; those that cannot be read are left out, with the reasons among the diagnostics.</summary>
    public IReadOnlyList<SourceFile> ReadAll(IEnumerable<string> paths, List<RouteDiagnostic> diagnostics) =>
        [.. paths.Select(path => Read(path, diagnostics)).OfType<SourceFile>()];

    /// <summary>Begins a look at the folder.</summary>
    /// <param name="changed">Files, and folders of files, to read in any case: a second change within one tick of the clock shows in no time.</param>
    /// <param name="trusts">Whether all others are as they were last read, without asking the disk.</param>
    public void Look(IEnumerable<string> changed, bool trusts)
    {
        _isFollowed = true;
        _trusts = trusts;
        foreach (var path in changed.Where(path => !_known.TryRemove(path, out _)).SelectMany(folder => _known.Keys.Where(known => known.StartsWith($"{folder}/", StringComparison.Ordinal))))
        {
            _known.TryRemove(path, out _);
        }
    }

    /// <summary>Forgets the last content of code files that are gone, so that a new empty file of the same name does not bring it back.</summary>
    public void Keep(IEnumerable<string> paths)
    {
        foreach (var gone in _withContent.Keys.Where(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)).Except(paths))
        {
            _withContent.TryRemove(gone, out _);
            _emptySince.TryRemove(gone, out _);
        }
    }

    /// <summary>Returns the file, or what counts instead while it is empty: its last content, or null.</summary>
    private SourceFile? Settled(SourceFile file)
    {
        if (!file.IsEmpty)
        {
            _withContent[file.Path] = file;
            _emptySince.TryRemove(file.Path, out _);
            return file;
        }

        // A start takes all files as they are.
        if (!_isFollowed)
        {
            _emptySince[file.Path] = time.GetTimestamp() - (long)(EmptyFileGracePeriod.TotalSeconds * time.TimestampFrequency);
            return file;
        }

        return time.GetElapsedTime(_emptySince.GetOrAdd(file.Path, _ => time.GetTimestamp())) < EmptyFileGracePeriod
            ? _withContent.GetValueOrDefault(file.Path)
            : file;
    }
}
