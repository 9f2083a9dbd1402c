using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Warms up the compiler on a background thread, so that the first edit is compiled as fast as later ones. It pauses while a change is
/// applied, because both would compete for the processor.
/// </summary>
internal sealed class CompilerWarmUp : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _canRun = new(initialState: true);

    /// <summary>Starts the warm-up of what turns the route files of an application into code.</summary>
    public void Start(RunningApplication application)
    {
        var source = application.Services.GetRequiredService<IRouteModuleSource>();

        // A thread of its own, because it blocks while it is paused, and because of its priority.
        new Thread(() => Run(source, application))
        {
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
            Name = "Warm-up",
        }.Start();
    }

    public void Pause() => _canRun.Reset();

    public void Resume() => _canRun.Set();

    // The thread may still use both, and neither holds anything that has to be released.
    public void Dispose()
    {
        _stopping.Cancel();
        _canRun.Set();
    }

    private void Run(IRouteModuleSource source, RunningApplication application)
    {
        try
        {
            source.WarmUp(application.Live.State.Table, _canRun.Wait, _stopping.Token);
        }
        catch (Exception)
        {
            // Stopped, or a file has an error that the next change reports.
        }
    }
}
