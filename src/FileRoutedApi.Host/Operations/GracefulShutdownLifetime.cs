using System.Runtime.InteropServices;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Stops the host on a signal. After SIGTERM requests are still accepted for a delay while the readiness probe fails, so that load
/// balancers stop sending requests first. Ctrl+C, a second signal and every other signal skip the delay.
/// </summary>
internal sealed partial class GracefulShutdownLifetime(
    IHostApplicationLifetime lifetime, IOptions<HostOptions> host, ILoggerFactory loggers, IServer server, TimeProvider time, TimeSpan delay)
    : IHostLifetime, IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan _defaultDelay = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _skipDelay = new();
    private readonly ILogger _log = loggers.CreateLogger(HostLogging.LifetimeCategory);
    private PosixSignalRegistration[] _signals = [];
    private int _receivedSignals;
    private bool _isDelayed;

    // False in a test, and for commands that do not listen.
    private bool IsServer =>
        HostProcess.IsOwn && server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 };

    /// <param name="drainTimeout">How long requests in flight may take unless the settings say otherwise.</param>
    public static void Add(WebApplicationBuilder builder, ShutdownSettings settings, TimeSpan drainTimeout)
    {
        // The key of ASP.NET Core takes precedence.
        if (builder.Configuration["shutdownTimeoutSeconds"] is null)
        {
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Seconds(settings.Timeout) ?? drainTimeout);
        }

        // Windows has no SIGTERM.
        if (!OperatingSystem.IsWindows())
        {
            var delay = Seconds(settings.Delay) ?? (builder.Environment.IsDevelopment() ? TimeSpan.Zero : _defaultDelay);
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GracefulShutdownLifetime>(
                provider, provider.GetService<TimeProvider>() ?? TimeProvider.System, delay));
            builder.Services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<GracefulShutdownLifetime>());
            builder.Services.AddHostedService(provider => provider.GetRequiredService<GracefulShutdownLifetime>());
        }
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
        ];
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_isDelayed)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_skipDelay.Token, cancellationToken);
            await Task.Delay(delay, time, waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _skipDelay.Dispose();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // An application inside another one has another lifetime.
        if (_signals.Length > 0 && IsServer)
        {
            Log.Stopped(_log);
        }

        return Task.CompletedTask;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _receivedSignals) > 1)
        {
            _skipDelay.Cancel();
        }
        else if (context.Signal == PosixSignal.SIGTERM)
        {
            // The host counts the delay as part of the shutdown. Requests in flight must have their full timeout after it.
            host.Value.ShutdownTimeout += delay;
            _isDelayed = true;
        }

        if (!IsServer || _receivedSignals > 1)
        {
            // A command that does not listen, or the end was logged before.
        }
        else if (_isDelayed && delay > TimeSpan.Zero)
        {
            Log.StoppingLater(_log, context.Signal.ToString(), delay.TotalSeconds);
        }
        else
        {
            Log.Stopping(_log, context.Signal.ToString());
        }

        lifetime.StopApplication();
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping after {Signal}", EventName = "Stopping")]
        public static partial void Stopping(ILogger logger, string signal);

        [LoggerMessage(2, LogLevel.Information, "Stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "Stopping after {Signal}. New requests are accepted for another {Delay} s",
            EventName = "StoppingLater")]
        public static partial void StoppingLater(ILogger logger, string signal, double delay);
    }
}
