using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Live;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Development;

/// <summary>The status of the development server: the errors of the last failed start, and the number of reloads.</summary>
/// <param name="root">The folder that contains <c>api/</c>.</param>
internal sealed class DevStatus(DevServer server, DevActivity activity, string root)
{
    private IReadOnlyList<RouteDiagnostic> _failure = [];
    private int _reloads;

    /// <summary>Gets whether the last start has failed.</summary>
    public bool HasFailure => _failure.Count > 0;

    /// <summary>Reports that an application could not start. The running application, if any, stays.</summary>
    public void Fail(FileRoutesException exception)
    {
        _failure = exception.Diagnostics;
        server.Fail(_failure);
        activity.Report(server.Application is null
            ? DevState.Empty with { Diagnostics = _failure, Root = root }
            : activity.State with { Diagnostics = [.. _failure, .. activity.State.Diagnostics.Except(_failure)] });
    }

    /// <summary>Reports the state of the routes.</summary>
    public void Report(RunningApplication application, LiveState state) =>
        activity.Report(DevState.Of(state, _failure, application.Services.GetRequiredService<FileRoutesSettings>(), _reloads));

    /// <summary>Reports the state of the routes after a reload.</summary>
    public void ReportChange(RunningApplication application, LiveState state)
    {
        _reloads++;
        Report(application, state);
    }

    /// <summary>Reports the state of a restarted application.</summary>
    public void ReportRestart(RunningApplication application)
    {
        _failure = [];
        ReportChange(application, application.Live.State);
    }

    /// <summary>Reports that the files are again those of the running application.</summary>
    public void Recover(RunningApplication application)
    {
        _failure = [];
        Report(application, application.Live.State);
    }
}
