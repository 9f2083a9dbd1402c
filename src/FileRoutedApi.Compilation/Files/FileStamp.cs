namespace FileRoutedApi.Compilation.Files;

/// <summary>
/// The length of a file and the time of its last write. It shows a change, unless two writes fall into one tick of the clock.
/// </summary>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    // The clock of a Linux file system advances with the timer of the kernel, every 4 to 10 ms.
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the stamp of a file that does not exist.</summary>
    public static FileStamp Missing { get; } = new(-1, default);

    /// <summary>Gets a stamp that no file has, so that every comparison finds a change.</summary>
    public static FileStamp Uncertain { get; } = new(-2, default);

    /// <summary>Returns the stamp of a file; of a link, the stamp of its target.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }

        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : Missing;
    }

    /// <summary>Returns true if a write at the time of reading may have the same time as the write that was read.</summary>
    public static bool IsInOneTick(DateTime written, DateTime read) => (read - written).Duration() < _tick;
}
