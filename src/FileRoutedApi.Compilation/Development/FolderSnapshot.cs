using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The stamps of the files that the running application was last updated from.</summary>
internal sealed class FolderSnapshot
{
    private readonly string _root;
    private readonly RouteTable? _table;
    private readonly int _basePathLength;
    private readonly IReadOnlyDictionary<string, FileStamp> _files;
    private readonly FolderStamps _folders;
    private readonly List<KeyValuePair<string, FileStamp>> _filesOfAllRequests;

    /// <param name="table">The routes; null if no application runs.</param>
    /// <param name="basePath">The URL of the <c>api/</c> folder.</param>
    /// <param name="files">The stamps of the files, by their paths.</param>
    public FolderSnapshot(string root, RouteTable? table, string basePath, IReadOnlyDictionary<string, FileStamp> files, FolderStamps folders)
    {
        _root = root;
        _table = table;
        _basePathLength = basePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
        _files = files;
        _folders = folders;
        var routes = table?.Routes.Select(route => route.Path).ToHashSet() ?? [];
        _filesOfAllRequests = [.. files.Where(file => !routes.Contains(file.Key))];
    }

    /// <summary>Returns the files that changed on disk and may decide how a request is handled.</summary>
    /// <returns>The paths of the files, and <see cref="FolderWatcher.Everything"/> if a file was added or removed.</returns>
    /// <remarks>
    /// A request for a route file depends on that file, on folder files, shared code and settings, and on the names in the folders above
    /// it. A request for an unmatched path depends on all files, because a new file may handle it.
    /// </remarks>
    public IReadOnlyList<string> ChangesFor(string rawTarget)
    {
        var path = RequestPath.TryParse(rawTarget);
        var route = path is null ? null : _table?.Match(path)?.File.Path;
        List<string>? changed = null;
        foreach (var (file, stamp) in route is null ? _files : (IEnumerable<KeyValuePair<string, FileStamp>>)_filesOfAllRequests)
        {
            Compare(file, stamp, ref changed);
        }

        if (route is not null && _files.TryGetValue(route, out var own))
        {
            Compare(route, own, ref changed);
        }

        if (_folders.HaveChanged(route is null ? [] : [.. path!.Matched.Skip(_basePathLength)], any: route is null))
        {
            (changed ??= []).Add(FolderWatcher.Everything);
        }

        return changed ?? (IReadOnlyList<string>)[];
    }

    private void Compare(string file, FileStamp stamp, ref List<string>? changed)
    {
        if (FileStamp.Of(Path.Combine(_root, file)) != stamp)
        {
            (changed ??= []).Add(file);
        }
    }
}
