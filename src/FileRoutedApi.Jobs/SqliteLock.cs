using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Jobs;

/// <summary>
/// Lets one scheduler at a time run the jobs of a SQLite file. A second one would recover the runs of the first as if its process had
/// ended. The operating system releases the lock when the process ends.
/// </summary>
internal sealed partial class SqliteLock : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    // ERROR_SHARING_VIOLATION of Windows, and EWOULDBLOCK of Linux and of macOS, which .NET passes on as it is.
    private static readonly int[] _inUse = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _stream;

    private SqliteLock(FileStream stream) => _stream = stream;

    /// <summary>
    /// Waits until no other scheduler runs the jobs of the file: one of another process, or of this application before a restart.
    /// </summary>
    /// <exception cref="IOException">The lock file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be created.</exception>
    public static async Task<SqliteLock> TakeAsync(string database, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var isReported = false;
        for (var started = time.GetTimestamp(); ;)
        {
            if (TryTake(database) is { } taken)
            {
                return taken;
            }

            if (!isReported && time.GetElapsedTime(started) > QuartzHost.RetryInterval)
            {
                isReported = true;
                Log.InUse(logger, RouteDiagnostics.JobStoreInUse(database).ToString());
            }

            await Task.Delay(_interval, time, cancellationToken);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Returns null if another scheduler has the lock.</summary>
    private static SqliteLock? TryTake(string database)
    {
        try
        {
            // Not deleted afterwards: then two processes could have locked two files of the same name.
            return new SqliteLock(new FileStream($"{database}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (_inUse.Contains(exception.HResult))
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Diagnostic}", EventName = "JobStoreInUse")]
        public static partial void InUse(ILogger logger, string diagnostic);
    }
}
