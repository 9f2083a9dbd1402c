using System.Collections.Concurrent;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation;

/// <summary>The files of a folder as they were last read. One whose size and time are the same is not read again.</summary>
internal sealed class SourceFiles(RouteFolder folder)
{
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, SourceFile File)> _known = new();
    private bool _trusts;

    /// <summary>Reads a file; null where it cannot be read, with the reason among the diagnostics.</summary>
    public SourceFile? Read(string path, List<RouteDiagnostic> diagnostics)
    {
        if (_trusts && _known.TryGetValue(path, out var trusted))
        {
            return trusted.File;
        }

        // Of a link it is the target that changes.
        var named = new FileInfo(folder.PathOf(path));
        var info = named.LinkTarget is null ? named : named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
        var (length, written) = info.Exists ? (info.Length, info.LastWriteTimeUtc) : (-1, default);
        if (_known.TryGetValue(path, out var known) && known.Length == length && known.Written == written)
        {
            return known.File;
        }

        var read = SourceFile.Read(folder, path, diagnostics);
        if (read is null)
        {
            _known.TryRemove(path, out _);
        }
        else
        {
            // Size and time are those from before: what was written meanwhile shows as a difference next time.
            _known[path] = (length, written, read);
        }

        return read;
    }

    /// <summary>Reads files; those that cannot be read are left out, with the reasons among the diagnostics.</summary>
    public IReadOnlyList<SourceFile> ReadAll(IEnumerable<string> paths, List<RouteDiagnostic> diagnostics) =>
        [.. paths.Select(path => Read(path, diagnostics)).OfType<SourceFile>()];

    /// <summary>Begins a look at the folder.</summary>
    /// <param name="changed">Files, and folders of files, to read in any case: a second change within one tick of the clock shows in no time.</param>
    /// <param name="trusts">Whether all others are as they were last read, without asking the disk.</param>
    public void Look(IEnumerable<string> changed, bool trusts)
    {
        _trusts = trusts;
        foreach (var path in changed.Where(path => !_known.TryRemove(path, out _)).SelectMany(folder => _known.Keys.Where(known => known.StartsWith($"{folder}/", StringComparison.Ordinal))))
        {
            _known.TryRemove(path, out _);
        }
    }
}
