using System.Collections.Concurrent;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Follows the folder while the application runs: what changed is loaded and published, a file with errors breaks
/// itself only.
/// </summary>
/// <remarks>One caller at a time reloads. Requests may wait for their file meanwhile.</remarks>
internal sealed class LiveRoutes(FileRoutesSettings settings, RouteLoading loading, TimeProvider time)
{
    private const int FirstPart = 32;

    // How long a file has to stay broken or gone before anybody hears of it. Editors empty a file before they write
    // it, or move it away before they put another in its place.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(120);

    private readonly ConcurrentQueue<RouteFile> _asked = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private Dictionary<string, long> _doubts = [];
    private Task _first = Task.CompletedTask;

    /// <summary>What is published.</summary>
    public LiveState State { get; private set; } = LiveState.Empty;

    /// <summary>Ends when every file was loaded once.</summary>
    public Task FirstLoad => _first;

    /// <summary>Called with each new state.</summary>
    public Action<LiveState>? Published { get; set; }

    /// <summary>Loads the folder for the first time.</summary>
    /// <param name="inParts">Whether to come back before all files of a large folder are loaded; <see cref="WaitForAsync"/> tells of each.</param>
    /// <exception cref="FileRoutesException">What all files stand on has errors.</exception>
    public async Task StartAsync(bool inParts, CancellationToken cancellationToken)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var folder = loading.Folder;
        var table = folder.CreateTable(settings.Table, diagnostics);
        if (!inParts || table.Routes.Count <= FirstPart)
        {
            await LoadAsync(folder, table, table.Routes, diagnostics, cancellationToken);
            return;
        }

        await LoadAsync(folder, table, [], diagnostics, cancellationToken);
        _first = Task.Run(() => LoadInPartsAsync(folder, table, cancellationToken), cancellationToken);
    }

    /// <summary>Waits until the file that answers a request is loaded, and sees to it that it is next; a request for no file waits for all.</summary>
    public Task WaitForAsync(string rawTarget)
    {
        if (_first.IsCompleted)
        {
            return Task.CompletedTask;
        }

        if (RequestPath.TryParse(rawTarget) is not { } path || State.Table.Match(path)?.File is not { } file)
        {
            return _first;
        }

        var waiting = _waiting.GetOrAdd(file.Path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _asked.Enqueue(file);
        if (State.Loaded.Files.Contains(file))
        {
            waiting.TrySetResult();
        }

        return Task.WhenAny(waiting.Task, _first);
    }

    /// <summary>Loads what changed since the last time, and publishes it.</summary>
    /// <exception cref="FileRoutesException">What all files stand on has errors; what was published stays.</exception>
    public async Task<LiveUpdate> ReloadAsync(CancellationToken cancellationToken)
    {
        await _first;
        var diagnostics = new List<RouteDiagnostic>();
        var doubts = new Dictionary<string, long>();
        var before = State;
        var folder = loading.Folder;
        var table = folder.CreateTable(settings.Table, diagnostics);
        var (now, then) = (PathsOf(table), PathsOf(before.Table));
        var gone = then.Except(now).ToList();
        if (gone.Count > 0 && !now.Except(then).Any() && !IsCertain($"gone {string.Join(' ', gone)}", doubts))
        {
            return Doubt(doubts);
        }

        if (!loading.Source.StandsOnTheSame(folder, table))
        {
            return LiveUpdate.Of(LiveOutcome.NeedsRestart, State);
        }

        var loaded = await loading.LoadAsync(folder, table, table.Routes, diagnostics, cancellationToken);
        var state = StateOf(loaded, diagnostics);
        var fresh = state.Broken.Where(broken => !before.Broken.TryGetValue(broken.Key, out var known) || !known.SequenceEqual(broken.Value)).ToList();
        var doubtful = fresh.Where(broken => !IsCertain($"{broken.Key} {string.Join(' ', broken.Value)}", doubts)).ToList();
        if (doubtful.Count > 0)
        {
            return Doubt(doubts);
        }

        _doubts = doubts;
        var modules = loaded.Generation.Modules.Except(before.Loaded.Generation.Modules).Select(module => module.File.Path);
        var changed = modules.Union(fresh.Select(broken => broken.Key)).ToList();
        if (changed.Count == 0 && gone.Count == 0 && now.SetEquals(then) && state.Diagnostics.SequenceEqual(before.Diagnostics))
        {
            return LiveUpdate.Of(LiveOutcome.Nothing, before);
        }

        Publish(state);
        return new LiveUpdate(LiveOutcome.Published, before, state, changed, gone, [.. before.Loaded.Generation.Modules.Except(loaded.Generation.Modules)]);
    }

    private async Task LoadInPartsAsync(RouteFolder folder, RouteTable table, CancellationToken cancellationToken)
    {
        var pending = new LinkedList<RouteFile>(table.Routes);
        var wanted = new HashSet<RouteFile>();
        for (var size = FirstPart; pending.Count > 0;)
        {
            // What somebody waits for goes first, alone: nothing is compiled faster than one file.
            var part = _asked.TryDequeue(out var asked) ? [asked] : pending.Take(size).ToList();
            part.RemoveAll(file => !wanted.Add(file));
            if (part.Count == 0)
            {
                continue;
            }

            size = asked is null ? size * 2 : size;
            part.ForEach(file => pending.Remove(file));
            await LoadAsync(folder, table, [.. table.Routes.Where(wanted.Contains)], [], cancellationToken);
            foreach (var waiting in part.Select(file => _waiting.GetValueOrDefault(file.Path)))
            {
                waiting?.TrySetResult();
            }
        }
    }

    private async Task LoadAsync(
        RouteFolder folder, RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var ofNames = table.Diagnostics.Except(diagnostics).ToList();
        var loaded = await loading.LoadAsync(folder, table, files, diagnostics, cancellationToken);
        Publish(StateOf(loaded, [.. ofNames, .. diagnostics]));
    }

    private void Publish(LiveState state)
    {
        loading.Publish(state.Loaded, state.Broken);
        State = state;
        Published?.Invoke(state);
    }

    private static HashSet<string> PathsOf(RouteTable table) => [.. table.Routes.Select(route => route.Path)];

    /// <exception cref="FileRoutesException">An error is about more than one route.</exception>
    private static LiveState StateOf(LoadedRoutes loaded, IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        var table = loaded.Table;
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == RouteDiagnosticSeverity.Error).ToList();
        if (errors.Any(error => error.File is null || error.File == table.StartupFile || table.SharedFiles.Contains(error.File)))
        {
            throw new FileRoutesException(diagnostics);
        }

        var routes = PathsOf(table);
        return new LiveState(
            table,
            loaded,
            errors.Where(error => routes.Contains(error.File!)).GroupBy(error => error.File!).ToDictionary(group => group.Key, group => (IReadOnlyList<RouteDiagnostic>)[.. group]),
            [.. diagnostics.OrderBy(found => found.File, StringComparer.Ordinal).ThenBy(found => found.Line).ThenBy(found => found.Column)]);
    }

    private LiveUpdate Doubt(Dictionary<string, long> doubts)
    {
        _doubts = doubts;
        return LiveUpdate.Of(LiveOutcome.Unsettled, State);
    }

    private bool IsCertain(string finding, Dictionary<string, long> doubts)
    {
        var since = _doubts.GetValueOrDefault(finding, time.GetTimestamp());
        doubts[finding] = since;
        return time.GetElapsedTime(since) >= _patience;
    }
}

/// <summary>What is published of a folder.</summary>
/// <param name="Broken">The files that cannot be used, with their errors.</param>
/// <param name="Diagnostics">Everything that is wrong, sorted.</param>
internal sealed record LiveState(
    RouteTable Table,
    LoadedRoutes Loaded,
    IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> Broken,
    IReadOnlyList<RouteDiagnostic> Diagnostics)
{
    public static LiveState Empty { get; } = RouteTable.Create([], RouteTableOptions.Default) is var table
        ? new(table, new LoadedRoutes(table, [], RouteGeneration.Empty, Validation.RouteValidators.None, new Dictionary<string, IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint>>()), new Dictionary<string, IReadOnlyList<RouteDiagnostic>>(), [])
        : null!;
}

/// <summary>What a look at the folder led to.</summary>
internal enum LiveOutcome
{
    /// <summary>Everything is as it was.</summary>
    Nothing,

    /// <summary>What changed is published.</summary>
    Published,

    /// <summary>A file is broken or gone, perhaps only while it is being written. Look again soon.</summary>
    Unsettled,

    /// <summary>The code that all files stand on changed: only another application can have it.</summary>
    NeedsRestart,
}

/// <summary>The result of a reload.</summary>
/// <param name="Changed">The files that are new, others than before, or broken now.</param>
/// <param name="Removed">The files that are gone.</param>
/// <param name="Retired">The modules that answer nothing new any more; requests in flight may still be in them.</param>
internal sealed record LiveUpdate(
    LiveOutcome Outcome, LiveState Before, LiveState State, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed, IReadOnlyList<RouteModule> Retired)
{
    /// <summary>A look that changed nothing.</summary>
    public static LiveUpdate Of(LiveOutcome outcome, LiveState state) => new(outcome, state, state, [], [], []);
}
