using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Live;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Starts applications of a folder, and remembers the content of the files that the last start was tried with.</summary>
/// <param name="listening">Completes with the features of the front server.</param>
internal sealed class ApplicationStarter(
    ServedFolder folder, HostConsole console, CompilationSession session, Task<IFeatureCollection> listening, TimeProvider time)
{
    private readonly RouteFolder _folder = new(folder.Root);
    private FolderContent _attempted = FolderContent.Empty;
    private FolderContent _settings = FolderContent.Empty;

    /// <summary>Returns true if the settings files differ from those of the last successful start.</summary>
    public bool HaveSettingsChanged() => !FolderContent.OfSettings(session.Files, _folder).IsSameAs(_settings);

    /// <summary>Returns the files whose change requires a start, which may be none; null if no start is required.</summary>
    /// <param name="saved">The files that were saved.</param>
    public IReadOnlyList<string>? ReasonsToStart(IReadOnlySet<string> saved)
    {
        var content = FolderContent.Of(session.Files, _folder);
        return content.IsSameAs(_attempted) && !saved.Any(path => File.Exists(Path.Combine(_folder.Root, path)))
            ? null
            : content.ReasonsSince(_attempted, saved);
    }

    /// <summary>Starts an application.</summary>
    /// <param name="inParts">True to return before all files of a large folder are loaded.</param>
    /// <param name="published">Called with each new state of the routes.</param>
    /// <exception cref="FileRoutesException">The application cannot start.</exception>
    public async Task<RunningApplication> StartAsync(
        bool inParts, Action<RunningApplication, LiveState> published, CancellationToken cancellationToken)
    {
        _attempted = FolderContent.Of(session.Files, _folder);
        var settings = FolderContent.OfSettings(session.Files, _folder);
        var application = await RunningApplication.StartAsync(
            folder, console, session, listening, published, inParts, time, cancellationToken);
        _settings = settings;
        return application;
    }
}
