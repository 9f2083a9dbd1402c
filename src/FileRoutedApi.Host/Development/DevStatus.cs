using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Live;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Development;

/// <summary>The status of the development server: the errors of the last failed start, and the number of reloads.</summary>
internal sealed class DevStatus(DevServer server, DevActivity activity)
{
    private IReadOnlyList<RouteDiagnostic> _failure = [];
    private int _reloads;

    /// <summary>Sets the callback for a new state of the running application.</summary>
    public Action? Changed { private get; set; }

    /// <summary>Gets whether the last start has failed.</summary>
    public bool HasFailure => _failure.Count > 0;

    /// <summary>Reports that an application could not start. The running application, if any, stays.</summary>
    public void Fail(FileRoutesException exception)
    {
        _failure = exception.Diagnostics;
        server.Fail(_failure);
        activity.Add(new ChangeEntry(
            DateTimeOffset.Now, "failed", [.. _failure.Select(found => found.File).OfType<string>().Distinct()], null));
        activity.Report(server.Application is null
            ? DevState.NotStarted(server.Folder, _failure)
            : activity.State with { Diagnostics = [.. _failure, .. activity.State.Diagnostics.Except(_failure)] });
    }

    /// <summary>Reports the state of the routes.</summary>
    public void Report(RunningApplication application, LiveState state)
    {
        var services = application.Services;
        activity.Report(DevState.Of(state, _failure, services.GetRequiredService<FileRoutesSettings>(), _reloads) with
        {
            Configuration = services.GetRequiredService<IConfiguration>(),
            Links = DocumentLinks.Of(services),
            Jobs = DevJobs.Of(services),
        });
        Changed?.Invoke();
    }

    /// <summary>Reports the state of the routes after a reload.</summary>
    public void ReportChange(RunningApplication application, LiveUpdate update, TimeSpan elapsed)
    {
        _reloads++;
        activity.Add(new ChangeEntry(DateTimeOffset.Now, "reloaded", [.. update.Changed, .. update.Removed], elapsed));
        Report(application, update.State);
    }

    /// <summary>Reports the state of a restarted application.</summary>
    /// <param name="reasons">The files that required the restart.</param>
    public void ReportRestart(RunningApplication application, IReadOnlyList<string> reasons, TimeSpan elapsed)
    {
        _failure = [];
        _reloads++;
        activity.Add(new ChangeEntry(DateTimeOffset.Now, "restarted", reasons, elapsed));
        Report(application, application.Live.State);
    }

    /// <summary>Reports that the files are again those of the running application.</summary>
    public void Recover(RunningApplication application)
    {
        _failure = [];
        Report(application, application.Live.State);
    }
}
