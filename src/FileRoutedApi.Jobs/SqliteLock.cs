namespace FileRoutedApi.Jobs;

/// <summary>
/// Lets one scheduler at a time run the jobs of a SQLite file. A second one would take over the runs of the first as if its process had
/// ended. The operating system releases the lock when the process ends.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _stream;

    private SqliteLock(FileStream stream) => _stream = stream;

    /// <summary>Returns null if another scheduler has the lock.</summary>
    public static SqliteLock? TryTake(string database)
    {
        var path = $"{database}.lock";
        try
        {
            // Not deleted afterwards: then two processes could have locked two files of the same name.
            return new SqliteLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();
}
