namespace FileRoutedApi.Compilation.Files;

/// <summary>The length of a file and when it was last written: a change shows in them, unless it falls into the same tick of the clock.</summary>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    // The clock of a Linux file system advances with the timer of the kernel, every 4 to 10 ms.
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);

    /// <summary>The stamp of a file that is not there.</summary>
    public static FileStamp Missing { get; } = new(-1, default);

    /// <summary>A stamp that no file has, so that a comparison always finds a change.</summary>
    public static FileStamp Uncertain { get; } = new(-2, default);

    /// <summary>Gets the stamp of a file; of a link it is the target's.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }

        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : Missing;
    }

    /// <summary>Returns true if something that is written in this moment may show the same time as what was read.</summary>
    public static bool IsInOneTick(DateTime written, DateTime read) => (read - written).Duration() < _tick;
}
