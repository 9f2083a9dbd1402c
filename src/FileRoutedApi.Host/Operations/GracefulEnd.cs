using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Ends the host when a signal says so. After SIGTERM it goes on taking requests for a while, not ready any more: who sends
/// them notices only then. Whoever presses Ctrl+C, or sends another signal, does not wait for that.
/// </summary>
internal sealed class GracefulEnd(IHostApplicationLifetime lifetime, IOptions<HostOptions> host, TimeSpan delay) : IHostLifetime, IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _hurry = new();
    private PosixSignalRegistration[] _signals = [];
    private int _received;
    private bool _waits;

    /// <param name="timeout">How long requests in flight may take unless the settings say otherwise.</param>
    public static void Add(WebApplicationBuilder builder, ShutdownSettings settings, TimeSpan timeout)
    {
        // ASP.NET Core's own key wins.
        if (builder.Configuration["shutdownTimeoutSeconds"] is null)
        {
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Seconds(settings.Timeout) ?? timeout);
        }

        // Windows has no such signal.
        if (!OperatingSystem.IsWindows())
        {
            var delay = Seconds(settings.Delay) ?? (builder.Environment.IsDevelopment() ? TimeSpan.Zero : _delay);
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GracefulEnd>(provider, delay));
            builder.Services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<GracefulEnd>());
            builder.Services.AddHostedService(provider => provider.GetRequiredService<GracefulEnd>());
        }
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, End))];
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_waits)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_hurry.Token, cancellationToken);
            await Task.Delay(delay, waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _hurry.Dispose();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
        {
            _hurry.Cancel();
        }
        else if (context.Signal == PosixSignal.SIGTERM)
        {
            // The time of the requests in flight begins after it.
            host.Value.ShutdownTimeout += delay;
            _waits = true;
        }

        lifetime.StopApplication();
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;
}
