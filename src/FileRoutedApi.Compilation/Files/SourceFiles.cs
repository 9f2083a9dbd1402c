using System.Collections.Concurrent;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Files;

/// <summary>
/// The files of a folder, as they were last read. A file whose length and time are the same is not read again. A file that becomes empty keeps
/// its content for a grace period. While the development server follows the folder, a new file is ignored until it has content.
/// </summary>
internal sealed class SourceFiles(RouteFolder folder, TimeProvider time)
{
    /// <summary>The time after which an empty file counts as empty. Editors and scripts truncate a file before they write it.</summary>
    public static readonly TimeSpan EmptyFileGracePeriod = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, DateTime ReadAt, SourceFile? File)> _known = new();
    private readonly ConcurrentDictionary<string, SourceFile> _lastWithContent = new();
    private readonly ConcurrentDictionary<string, long> _emptySince = new();
    private bool _isFollowed;
    private bool _trustKnown;

    /// <summary>Gets the time until the grace period of an empty file ends; null if there is no such file.</summary>
    public TimeSpan? EmptyFileDue => _emptySince.Values
        .Select(since => EmptyFileGracePeriod - time.GetElapsedTime(since))
        .Where(left => left > TimeSpan.Zero)
        .Select(left => (TimeSpan?)left)
        .Min();

    /// <summary>
    /// Reads a file. Returns null if it cannot be read, with the reason among the diagnostics, or while a new file is still empty.
    /// </summary>
    public SourceFile? Read(string path, List<RouteDiagnostic> diagnostics)
    {
        if (_trustKnown && _known.TryGetValue(path, out var trusted) && trusted.File is not null)
        {
            return Settle(trusted.File);
        }

        var (stamp, now) = (FileStamp.Of(folder.PathOf(path)), time.GetUtcNow().UtcDateTime);
        if (_known.TryGetValue(path, out var known) && known.Stamp == stamp && known.File is not null)
        {
            return Settle(known.File);
        }

        // The stamp is taken before the file is read. A write in between then shows as a difference at the next read.
        var read = SourceFile.Read(folder, path, diagnostics);
        _known[path] = (stamp, now, read);
        if (read is null)
        {
            _emptySince.TryRemove(path, out _);
            return null;
        }

        return Settle(read);
    }

    /// <summary>Reads files, without those that <see cref="Read"/> returns null for.</summary>
    public IReadOnlyList<SourceFile> ReadAll(IEnumerable<string> paths, List<RouteDiagnostic> diagnostics) =>
        [.. paths.Select(path => Read(path, diagnostics)).OfType<SourceFile>()];

    /// <summary>
    /// Returns the last content of files that had content. Unlike <see cref="ReadAll"/> it reads and stores nothing, so another thread may
    /// call it while changes are read.
    /// </summary>
    public IReadOnlyList<SourceFile> LastContent(IEnumerable<string> paths) =>
        [.. paths.Select(path => _lastWithContent.GetValueOrDefault(path)).OfType<SourceFile>()];

    /// <summary>
    /// Returns the stamps of all files as they were last read. A file that was written just before it was read has an uncertain stamp.
    /// </summary>
    public IReadOnlyDictionary<string, FileStamp> Stamps() => _known.ToDictionary(
        known => known.Key,
        known => FileStamp.IsInOneTick(known.Value.Stamp.Written, known.Value.ReadAt) ? FileStamp.Uncertain : known.Value.Stamp);

    /// <summary>Invalidates the stored content of some files. From the first call on, new empty files have a grace period.</summary>
    /// <param name="changed">
    /// Files, and folders of files, to read again even if their stamps are the same: two writes within one tick of the clock have one
    /// stamp.
    /// </param>
    /// <param name="trustOthers">True if no other file changed, so that their stamps need not be compared.</param>
    public void Invalidate(IEnumerable<string> changed, bool trustOthers)
    {
        _isFollowed = true;
        _trustKnown = trustOthers;
        foreach (var path in changed.Where(path => !_known.TryRemove(path, out _)).SelectMany(FilesBelow))
        {
            _known.TryRemove(path, out _);
        }
    }

    /// <summary>
    /// Forgets the last content of all other code files. They were deleted, and a new empty file of the same name must not bring the
    /// content back.
    /// </summary>
    public void ForgetContentOfOthers(IEnumerable<string> paths)
    {
        foreach (var deleted in _lastWithContent.Keys.Where(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)).Except(paths))
        {
            _lastWithContent.TryRemove(deleted, out _);
            _emptySince.TryRemove(deleted, out _);
        }
    }

    private IEnumerable<string> FilesBelow(string path) =>
        _known.Keys.Where(known => known.StartsWith($"{path}/", StringComparison.Ordinal));

    /// <summary>Returns the file. During the grace period of an empty file, returns its last content, or null if it had none.</summary>
    private SourceFile? Settle(SourceFile file)
    {
        if (!file.IsEmpty)
        {
            _lastWithContent[file.Path] = file;
            _emptySince.TryRemove(file.Path, out _);
            return file;
        }

        // A file can also become empty between the start and the first change that the server follows.
        if (!_isFollowed && !_lastWithContent.ContainsKey(file.Path))
        {
            // A file that is already empty at the start gets no grace period, so the period is recorded as over.
            _emptySince[file.Path] = time.GetTimestamp() - (long)(EmptyFileGracePeriod.TotalSeconds * time.TimestampFrequency);
            return file;
        }

        return time.GetElapsedTime(_emptySince.GetOrAdd(file.Path, _ => time.GetTimestamp())) < EmptyFileGracePeriod
            ? _lastWithContent.GetValueOrDefault(file.Path)
            : file;
    }
}
