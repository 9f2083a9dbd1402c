using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.AfterResponse;

/// <summary>Runs the work of all requests.</summary>
internal sealed partial class AfterRunner(
    FileRoutesSettings settings, IServiceProvider services, TimeProvider time, ILogger<AfterRunner> logger) : IDisposable
{
    private readonly ConcurrentDictionary<AfterWork, bool> _pending = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<AfterMeasurements> _measurements = new(() => new AfterMeasurements(services.GetService<IMeterFactory>()));

    // Weak, because a reloaded file must be able to unload.
    private readonly ConditionalWeakTable<Type, StrongBox<string?>> _files = [];
    private int _count;

    public TimeSpan DefaultDuration => settings.AfterMaxDuration;

    /// <summary>Counts work that a request has added.</summary>
    /// <exception cref="ApiException">Too much work is waiting (503).</exception>
    public void Reserve(AfterWork work)
    {
        if (Interlocked.Increment(ref _count) > settings.AfterMaxPending)
        {
            Interlocked.Decrement(ref _count);
            Log.TooMuch(logger, settings.AfterMaxPending);
            throw ApiException.TooMuchWork();
        }

        _pending[work] = true;
    }

    /// <summary>Starts the work of one request on another thread.</summary>
    public void Start(IReadOnlyList<AfterWork> works)
    {
        // Without the AsyncLocals of the request, which would keep its objects in memory.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => RunAsync(works));
        }
    }

    /// <summary>Returns a task that completes when all work that requests have added until now has ended.</summary>
    public Task WhenEnded() => Task.WhenAll(_pending.Keys.Select(work => work.Ended));

    /// <summary>Waits until all work has ended. When the wait is cancelled, the tokens of the rest are cancelled.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        // Work may add further work.
        while (!_pending.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            await WhenEnded().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_pending.IsEmpty)
        {
            Log.Lost(logger, _pending.Count);
            await _stopping.CancelAsync();
        }
    }

    // Not disposed but cancelled: work may outlive the container, and a host may stop twice.
    public void Dispose() => _stopping.Cancel();

    private async Task RunAsync(IReadOnlyList<AfterWork> works)
    {
        foreach (var work in works)
        {
            // On another thread, so that neither synchronous work nor work that ignores its token delays the next forever.
            var running = Task.Run(() => RunAsync(work));
            try
            {
                await running.WaitAsync(work.MaxDuration + settings.MaxDurationGrace, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                Log.DidNotStop(logger, NameOf(work), work.MaxDuration.TotalSeconds);
            }
        }
    }

    /// <summary>Runs one function to its end, however long it takes. Never throws.</summary>
    private async Task RunAsync(AfterWork work)
    {
        try
        {
            await MeasureAsync(work);
        }
        catch (Exception exception)
        {
            Log.Threw(logger, exception, work.Method.Name);
        }
        finally
        {
            _pending.TryRemove(work, out _);
            Interlocked.Decrement(ref _count);
            work.End();
        }
    }

    private async Task MeasureAsync(AfterWork work)
    {
        // Before the call, because the container may be disposed when work that was not waited for ends.
        var (file, measurements, started) = (FileOf(work), _measurements.Value, time.GetTimestamp());
        string? error;
        using var activity = AfterMeasurements.Start(work, file);
        try
        {
            using var timeout = new CancellationTokenSource(work.MaxDuration, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
            error = await CallAsync(work, timeout.Token, stop.Token);
        }
        catch (Exception exception)
        {
            error = exception.GetType().FullName;
            Log.Threw(logger, exception, NameOf(work));
        }

        AfterMeasurements.SetError(activity, error);
        measurements.Record(time.GetElapsedTime(started), file, error);
    }

    /// <returns>Null, or why the work was cancelled.</returns>
    private async Task<string?> CallAsync(AfterWork work, CancellationToken timeout, CancellationToken stop)
    {
        try
        {
            await using var scope = work.NeedsScope ? services.CreateAsyncScope() : default(AsyncServiceScope?);
            await work.Call(new ServiceCall(scope?.ServiceProvider ?? services, NameOf(work), stop));
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            Log.TimedOut(logger, NameOf(work), work.MaxDuration.TotalSeconds);
            return "timeout";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return "shutdown";
        }
    }

    /// <summary>Returns the path of the file that the function is in; null for a function of another assembly.</summary>
    private string? FileOf(AfterWork work) =>
        work.Method.DeclaringType is { } type ? _files.GetValue(type, type => new StrongBox<string?>(FindFile(type))).Value : null;

    private string? FindFile(Type type) => type.Namespace?.StartsWith(CompiledNames.RootNamespace, StringComparison.Ordinal) == true
        ? Files.FirstOrDefault(file => ModuleNames.NamespaceOf(file.Path) == type.Namespace)?.Path
        : null;

    private IEnumerable<RouteFile> Files => services.GetRequiredService<IPublishedFolders>().Current.Table?.Files ?? [];

    private string NameOf(AfterWork work) => FileOf(work) ?? $"{work.Method.DeclaringType?.FullName}.{work.Method.Name}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{File}: work after the response threw.", EventName = "AfterThrew")]
        public static partial void Threw(ILogger logger, Exception exception, string file);

        [LoggerMessage(
            2, LogLevel.Error,
            "{File}: work after the response was cancelled, because its maximum duration of {Seconds} s is over.",
            EventName = "AfterTimedOut")]
        public static partial void TimedOut(ILogger logger, string file, double seconds);

        [LoggerMessage(
            5, LogLevel.Error,
            "{File}: work after the response still runs after its maximum duration of {Seconds} s and the grace period. "
                + "Pass its cancellation token on.",
            EventName = "AfterDidNotStop")]
        public static partial void DidNotStop(ILogger logger, string file, double seconds);

        [LoggerMessage(
            3, LogLevel.Error,
            "The shutdown timeout is over, and {Count} of the functions that run after responses did not finish. "
                + "Raise FileRoutes:Shutdown:Timeout, or store work that must not be lost.",
            EventName = "AfterLost")]
        public static partial void Lost(ILogger logger, int count);

        [LoggerMessage(
            4, LogLevel.Warning,
            "Work after a response was refused, because {Count} functions wait or run (FileRoutes:After:MaxPending).",
            EventName = "AfterTooMuch")]
        public static partial void TooMuch(ILogger logger, int count);
    }
}
