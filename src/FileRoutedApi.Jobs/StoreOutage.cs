using System.Data.Common;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Jobs;

/// <summary>
/// Logs once that the database is not available, and once that it is available again. Quartz logs every operation that fails.
/// </summary>
internal sealed partial class StoreOutage(JobStore store, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private int _isReported;
    private long _failed;

    /// <summary>Returns true if an exception means that the database is not available, or does not accept a statement.</summary>
    public static bool IsCauseOf(Exception? exception) => CauseOf(exception) is not null;

    /// <summary>Returns the exception of the driver; null if there is none.</summary>
    public static DbException? CauseOf(Exception? exception)
    {
        var cause = exception;
        while (cause is not (null or DbException))
        {
            cause = cause.InnerException;
        }

        return (DbException?)cause;
    }

    /// <summary>Returns what the driver says.</summary>
    public static string ReasonOf(Exception exception)
    {
        var root = exception.GetBaseException();
        var cause = CauseOf(exception) ?? root;
        return cause == root ? root.Message : $"{cause.Message}: {root.Message}";
    }

    public void Report(Exception exception)
    {
        Volatile.Write(ref _failed, time.GetTimestamp());
        if (Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            Log.Unavailable(logger, RouteDiagnostics.JobStoreUnavailable(ReasonOf(exception)).ToString());
            _ = WatchAsync();
        }
    }

    /// <summary>Waits until nothing has failed for a while, and the database accepts connections.</summary>
    private async Task WatchAsync()
    {
        try
        {
            do
            {
                await Task.Delay(QuartzHost.RetryInterval, time, stop);
            }
            while (time.GetElapsedTime(Volatile.Read(ref _failed)) < QuartzHost.RetryInterval || !await IsAvailableAsync());

            Log.Available(logger);
            Volatile.Write(ref _isReported, 0);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task<bool> IsAvailableAsync()
    {
        try
        {
            await store.ProbeAsync(stop);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    internal static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Diagnostic}", EventName = "JobStoreUnavailable")]
        public static partial void Unavailable(ILogger logger, string diagnostic);

        [LoggerMessage(2, LogLevel.Information, "The database of jobs is available. Jobs run.", EventName = "JobStoreAvailable")]
        public static partial void Available(ILogger logger);
    }
}
