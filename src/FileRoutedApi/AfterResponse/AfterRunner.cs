using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.AfterResponse;

/// <summary>Runs the work of all requests, and lets a graceful shutdown wait for it.</summary>
internal sealed partial class AfterRunner(
    FileRoutesSettings settings, IServiceProvider services, TimeProvider time, ILogger<AfterRunner> logger) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<AfterWork, bool> _pending = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<AfterMeasurements> _measurements = new(() => new AfterMeasurements(services.GetService<IMeterFactory>()));
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

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
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

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(IReadOnlyList<AfterWork> works)
    {
        foreach (var work in works)
        {
            try
            {
                await RunAsync(work);
            }
            finally
            {
                _pending.TryRemove(work, out _);
                Interlocked.Decrement(ref _count);
                work.End();
            }
        }
    }

    private async Task RunAsync(AfterWork work)
    {
        var file = FileOf(work);
        var started = time.GetTimestamp();
        using var activity = AfterMeasurements.Start(work, file);
        using var timeout = new CancellationTokenSource(work.MaxDuration, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        string? error = null;
        try
        {
            // Work that ignores its token must not delay that of the same request forever.
            var call = CallAsync(work, stop.Token);
            await call.WaitAsync(work.MaxDuration + settings.MaxDurationGrace, time, CancellationToken.None);
        }
        catch (TimeoutException) when (timeout.IsCancellationRequested)
        {
            error = "timeout";
            Log.DidNotStop(logger, file ?? NameOf(work), work.MaxDuration.TotalSeconds);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error = timeout.IsCancellationRequested ? "timeout" : "shutdown";
            if (timeout.IsCancellationRequested)
            {
                Log.TimedOut(logger, file ?? NameOf(work), work.MaxDuration.TotalSeconds);
            }
        }
        catch (Exception exception)
        {
            error = exception.GetType().FullName;
            Log.Threw(logger, exception, file ?? NameOf(work));
        }

        activity?.SetStatus(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        _measurements.Value.Record(time.GetElapsedTime(started), file, error);
    }

    private async Task CallAsync(AfterWork work, CancellationToken stop)
    {
        if (!work.NeedsScope)
        {
            await work.Call(null, stop);
            return;
        }

        await using var scope = services.CreateAsyncScope();
        await work.Call(scope.ServiceProvider, stop);
    }

    /// <summary>Returns the path of the file that the function is in; null for a function of another assembly.</summary>
    private string? FileOf(AfterWork work)
    {
        var name = work.Method.DeclaringType?.Namespace;
        return name?.StartsWith(CompiledNames.RootNamespace, StringComparison.Ordinal) == true
            ? Files.FirstOrDefault(file => ModuleNames.NamespaceOf(file.Path) == name)?.Path
            : null;
    }

    private IEnumerable<RouteFile> Files => services.GetRequiredService<IPublishedFolders>().Current.Table?.Files ?? [];

    private static string NameOf(AfterWork work) => $"{work.Method.DeclaringType?.FullName}.{work.Method.Name}";

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
            "The shutdown did not wait any longer for work after responses; {Count} functions did not finish. "
                + "Raise the shutdown timeout, or use a job for work that must not be lost.",
            EventName = "AfterLost")]
        public static partial void Lost(ILogger logger, int count);

        [LoggerMessage(
            4, LogLevel.Warning,
            "A request was refused, because {Count} functions wait or run after responses (FileRoutes:After:MaxPending).",
            EventName = "AfterTooMuch")]
        public static partial void TooMuch(ILogger logger, int count);
    }
}
