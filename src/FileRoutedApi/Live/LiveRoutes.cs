using System.Collections.Concurrent;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Live;

/// <summary>
/// Follows the folder while the application runs: what changed is loaded and published, a file with errors breaks
/// itself only.
/// </summary>
internal sealed class LiveRoutes(FileRoutesSettings settings, RoutePublisher loading, TimeProvider time) : IDisposable
{
    /// <summary>How many files of a large folder are loaded before any others.</summary>
    public const int FirstPart = 32;

    private const int SmallestPart = 8;

    // An error or a deletion takes effect after this time, because editors write a file in several steps, or move it away before they put
    // another in its place. An empty file has a grace period of its own, where files are read.
    private static readonly TimeSpan _errorGracePeriod = TimeSpan.FromMilliseconds(120);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<string> _wanted = [];
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private Dictionary<string, long> _doubts = [];
    private Task _first = Task.CompletedTask;
    private readonly Lock _interrupting = new();
    private CancellationTokenSource? _part;

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
        var table = loading.Source.FindRoutes(diagnostics);
        if (!inParts || table.Routes.Count <= FirstPart)
        {
            _wanted.UnionWith(PathsOf(table));
            await LoadAsync(table, diagnostics, cancellationToken);
            return;
        }

        // Nothing may answer before what stands above it.
        _wanted.UnionWith(table.FolderFiles.Select(file => file.Path));
        await LoadAsync(table, diagnostics, cancellationToken);
        _first = Task.Run(() => LoadInPartsAsync(cancellationToken), cancellationToken);
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
        _asked.Enqueue(file.Path);
        if (State.Loaded.Files.Any(loaded => loaded.Path == file.Path))
        {
            waiting.TrySetResult();
        }

        return Task.WhenAny(waiting.Task, _first);
    }

    /// <summary>Whether paths are those of route files that are still there, so that a change of them changes no route.</summary>
    public bool AreKnown(IReadOnlyCollection<string> paths) =>
        paths.Count > 0 && PathsOf(State.Table).IsSupersetOf(paths) && paths.All(path => File.Exists(Path.Combine(settings.Root, path)));

    /// <summary>Loads what changed since the last time, and publishes it.</summary>
    /// <param name="sameRoutes">Whether the names of the files are known to be what they were.</param>
    /// <exception cref="FileRoutesException">What all files stand on has errors; what was published stays.</exception>
    public async Task<LiveUpdate> ReloadAsync(bool sameRoutes, CancellationToken cancellationToken)
    {
        // Whoever saves a file does not wait for all others.
        lock (_interrupting)
        {
            _part?.Cancel();
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ReloadInTurnAsync(sameRoutes, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _part?.Dispose();
    }

    private async Task<LiveUpdate> ReloadInTurnAsync(bool sameRoutes, CancellationToken cancellationToken)
    {
        var before = State;
        var diagnostics = sameRoutes ? before.OfNames.ToList() : [];
        var doubts = new Dictionary<string, long>();
        var table = sameRoutes ? before.Table : loading.Source.FindRoutes(diagnostics);
        var ofNames = diagnostics.ToList();
        var (now, then) = (PathsOf(table), PathsOf(before.Table));
        var gone = then.Except(now).ToList();
        if (gone.Count > 0 && !IsCertain($"gone {string.Join(' ', gone)}", doubts))
        {
            return Doubt(doubts);
        }

        if (!loading.Source.IsApplicationCodeCurrent(table))
        {
            return LiveUpdate.Of(LiveOutcome.NeedsRestart, State);
        }

        if (_first.IsCompleted)
        {
            _wanted.UnionWith(now);
        }

        var loaded = await loading.LoadAsync(table, Wanted(table), diagnostics, cancellationToken);
        var state = StateOf(loaded, ofNames, diagnostics);
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

    /// <summary>Files change and come and go meanwhile: each part begins with the routes as they are then.</summary>
    private async Task LoadInPartsAsync(CancellationToken cancellationToken)
    {
        for (var size = FirstPart; ;)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                var table = State.Table;
                var pending = PathsOf(table).Except(_wanted).ToHashSet();
                if (pending.Count == 0)
                {
                    return;
                }

                // What somebody waits for goes first, alone: nothing is compiled faster than one file.
                var isAsked = _asked.TryDequeue(out var asked);
                var part = isAsked ? pending.Intersect([asked!]).ToList() : table.Files.Select(file => file.Path).Where(pending.Contains).Take(size).ToList();
                size = await TryLoadPartAsync(table, part, cancellationToken) ? (isAsked ? size : size * 2) : Math.Max(SmallestPart, size / 2);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <returns>False where something more urgent came in between.</returns>
    private async Task<bool> TryLoadPartAsync(RouteTable table, List<string> part, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SetPart(interrupted);
        try
        {
            _wanted.UnionWith(part);
            await LoadAsync(table, [.. State.OfNames], interrupted.Token);
            part.ForEach(path => _waiting.GetValueOrDefault(path)?.TrySetResult());
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _wanted.ExceptWith(part);
            return false;
        }
        finally
        {
            SetPart(null);
        }
    }

    private void SetPart(CancellationTokenSource? part)
    {
        lock (_interrupting)
        {
            _part = part;
        }
    }

    private IReadOnlyList<RouteFile> Wanted(RouteTable table) => [.. table.Files.Where(file => _wanted.Contains(file.Path))];

    /// <param name="ofNames">What is wrong with the names of the files.</param>
    private async Task LoadAsync(RouteTable table, List<RouteDiagnostic> ofNames, CancellationToken cancellationToken)
    {
        var diagnostics = ofNames.ToList();
        var loaded = await loading.LoadAsync(table, Wanted(table), diagnostics, cancellationToken);
        Publish(StateOf(loaded, ofNames, diagnostics));
    }

    private void Publish(LiveState state)
    {
        loading.Publish(state.Loaded, state.Broken);
        State = state;
        Published?.Invoke(state);
    }

    private static HashSet<string> PathsOf(RouteTable table) => [.. table.Files.Select(file => file.Path)];

    /// <exception cref="FileRoutesException">An error is about more than one route.</exception>
    private static LiveState StateOf(RouteSet loaded, IReadOnlyList<RouteDiagnostic> ofNames, IReadOnlyList<RouteDiagnostic> diagnostics)
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
            ofNames,
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
        return time.GetElapsedTime(since) >= _errorGracePeriod;
    }
}

/// <summary>What is published of a folder.</summary>
/// <param name="OfNames">What is wrong with the names of the files.</param>
/// <param name="Broken">The files that cannot be used, with their errors.</param>
/// <param name="Diagnostics">Everything that is wrong, sorted.</param>
internal sealed record LiveState(
    RouteTable Table,
    RouteSet Loaded,
    IReadOnlyList<RouteDiagnostic> OfNames,
    IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> Broken,
    IReadOnlyList<RouteDiagnostic> Diagnostics)
{
    public static LiveState Empty { get; } = RouteTable.Create([], RouteTableOptions.Default) is var table
        ? new(table, new RouteSet(table, [], RouteGeneration.Empty, Validation.RouteValidators.None, new Dictionary<string, BoundModule>()), [], new Dictionary<string, IReadOnlyList<RouteDiagnostic>>(), [])
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
