using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>The stamps of a folder as the running application was last brought in line with it.</summary>
internal sealed class FolderSnapshot
{
    private readonly string _root;
    private readonly RouteTable? _table;
    private readonly int _basePathLength;
    private readonly IReadOnlyDictionary<string, FileStamp> _files;
    private readonly FolderStamps _folders;
    private readonly List<KeyValuePair<string, FileStamp>> _ofAllRequests;

    /// <param name="table">The routes; null where no application runs.</param>
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
        _ofAllRequests = [.. files.Where(file => !routes.Contains(file.Key))];
    }

    /// <summary>Gets what has changed on disk of the files that may decide how a request is handled.</summary>
    /// <returns>The paths of files; <see cref="FolderWatcher.Everything"/> where one came or went.</returns>
    /// <remarks>
    /// A request of a route file depends on that file, on the files of folders, on shared code and settings, and on the names in the folders
    /// that its path leads through. One that no file handles may be about to get one, so everything counts.
    /// </remarks>
    public IReadOnlyList<string> ChangesFor(string rawTarget)
    {
        var path = RequestPath.TryParse(rawTarget);
        var route = path is null ? null : _table?.Match(path)?.File.Path;
        List<string>? changed = null;
        foreach (var (file, stamp) in route is null ? _files : (IEnumerable<KeyValuePair<string, FileStamp>>)_ofAllRequests)
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
