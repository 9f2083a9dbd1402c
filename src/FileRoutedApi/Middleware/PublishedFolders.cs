namespace FileRoutedApi.Middleware;

/// <summary>What stands in the folders now, as one set that is swapped as a whole.</summary>
internal sealed class PublishedFolders
{
    private FolderMiddlewareSet _current = FolderMiddlewareSet.Empty;

    public FolderMiddlewareSet Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
