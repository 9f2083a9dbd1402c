using FileRoutedApi.Endpoints;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Live;

/// <summary>
/// Keeps the published routes in sync with the folder while the application runs. A file with errors fails only its own requests.
/// </summary>
internal sealed class LiveRoutes(FileRoutesSettings settings, RoutePublisher publisher, TimeProvider time) : IDisposable
{
    /// <summary>The number of files of a large folder that are loaded before all others.</summary>
    public const int FirstPart = 32;

    private const int SmallestPart = 8;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<string> _included = [];
    private readonly PendingRequests _pending = new();
    private readonly UnconfirmedChanges _unconfirmed = new(time);
    private readonly Lock _interrupting = new();
    private CancellationTokenSource? _part;

    /// <summary>Gets the published state.</summary>
    public LiveState State { get; private set; } = LiveState.Empty;

    /// <summary>Gets a task that completes when every file has been loaded once.</summary>
    public Task FirstLoad { get; private set; } = Task.CompletedTask;

    /// <summary>Gets or sets the callback for each new state.</summary>
    public Action<LiveState>? Published { get; set; }

    /// <summary>Loads the folder for the first time.</summary>
    /// <param name="inParts">
    /// True to return before all files of a large folder are loaded. <see cref="WaitForAsync"/> waits for one of them.
    /// </param>
    /// <exception cref="FileRoutesException">The code that all files depend on has errors.</exception>
    public async Task StartAsync(bool inParts, CancellationToken cancellationToken)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var table = publisher.Source.FindRoutes(diagnostics);
        if (!inParts || table.Routes.Count <= FirstPart)
        {
            _included.UnionWith(LiveState.PathsOf(table));
            await LoadAsync(table, diagnostics, cancellationToken);
            return;
        }

        // A route must not be published before the middleware above it.
        _included.UnionWith(table.FolderFiles.Select(file => file.Path));
        await LoadAsync(table, diagnostics, cancellationToken);
        FirstLoad = Task.Run(() => LoadInPartsAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Waits until the file that handles a request is loaded, and loads it next. A request that matches no file waits for all files.
    /// </summary>
    public Task WaitForAsync(string rawTarget)
    {
        if (FirstLoad.IsCompleted)
        {
            return Task.CompletedTask;
        }

        return RequestPath.TryParse(rawTarget) is { } path && State.Table.Match(path)?.File is { } file
            ? Task.WhenAny(_pending.WaitForAsync(file.Path, () => State.Loaded.Files.Any(loaded => loaded.Path == file.Path)), FirstLoad)
            : FirstLoad;
    }

    /// <summary>Returns true if all paths are existing route files. A change to their content changes no route.</summary>
    public bool AreKnown(IReadOnlyCollection<string> paths) =>
        paths.Count > 0 && State.Paths.IsSupersetOf(paths) && paths.All(path => File.Exists(Path.Combine(settings.Root, path)));

    /// <summary>Loads and publishes what has changed since the last load.</summary>
    /// <param name="sameRoutes">True if the file names are known to be unchanged.</param>
    /// <exception cref="FileRoutesException">
    /// The code that all files depend on has errors. The published routes stay as they are.
    /// </exception>
    public async Task<LiveUpdate> ReloadAsync(bool sameRoutes, CancellationToken cancellationToken)
    {
        // A saved file must not wait until the rest of a large folder is loaded.
        lock (_interrupting)
        {
            _part?.Cancel();
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            _unconfirmed.Begin();
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
        var diagnostics = sameRoutes ? before.NameDiagnostics.ToList() : [];
        var table = sameRoutes ? before.Table : publisher.Source.FindRoutes(diagnostics);
        var nameDiagnostics = diagnostics.ToList();
        var (paths, pathsBefore) = (LiveState.PathsOf(table), before.Paths);
        var removed = pathsBefore.Except(paths).ToList();
        if (removed.Count > 0 && !_unconfirmed.IsConfirmed($"removed {string.Join(' ', removed)}"))
        {
            return EndUnconfirmed();
        }

        if (!publisher.Source.IsApplicationCodeCurrent(table))
        {
            return LiveUpdate.Of(LiveOutcome.NeedsRestart, State);
        }

        if (FirstLoad.IsCompleted)
        {
            _included.UnionWith(paths);
        }

        var loaded = await publisher.LoadAsync(table, IncludedIn(table), diagnostics, cancellationToken);
        var state = LiveState.Of(loaded, nameDiagnostics, diagnostics);
        var newErrors = state.Broken
            .Where(broken => !before.Broken.TryGetValue(broken.Key, out var known) || !known.SequenceEqual(broken.Value))
            .ToList();

        // Count and not Any, because every error has to be checked, so that its grace period begins now.
        var unconfirmed = newErrors.FindAll(broken => !_unconfirmed.IsConfirmed($"{broken.Key} {string.Join(' ', broken.Value)}"));
        if (unconfirmed.Count > 0)
        {
            return EndUnconfirmed();
        }

        _unconfirmed.End();
        var modules = loaded.Generation.Modules.Except(before.Loaded.Generation.Modules).Select(module => module.File.Path);
        var changed = modules.Union(newErrors.Select(broken => broken.Key)).ToList();
        if (changed.Count == 0 && removed.Count == 0 && paths.SetEquals(pathsBefore) && state.Diagnostics.SequenceEqual(before.Diagnostics))
        {
            return LiveUpdate.Of(LiveOutcome.Nothing, before);
        }

        Publish(state);
        return new LiveUpdate(
            LiveOutcome.Published, before, state, changed, removed, [.. before.Loaded.Generation.Modules.Except(loaded.Generation.Modules)]);
    }

    private LiveUpdate EndUnconfirmed()
    {
        _unconfirmed.End();
        return LiveUpdate.Of(LiveOutcome.Unconfirmed, State);
    }

    /// <summary>
    /// Loads the rest of a large folder in parts. Files may change in the meantime, so each part starts from the current routes.
    /// </summary>
    private async Task LoadInPartsAsync(CancellationToken cancellationToken)
    {
        for (var size = FirstPart; ;)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                var table = State.Table;
                var left = LiveState.PathsOf(table).Except(_included).ToHashSet();
                if (left.Count == 0)
                {
                    return;
                }

                // A requested file goes first and alone, because one file compiles faster than several.
                var isRequested = _pending.TryTake(out var requested);
                var part = isRequested
                    ? left.Intersect([requested!]).ToList()
                    : table.Files.Select(file => file.Path).Where(left.Contains).Take(size).ToList();
                size = !await TryLoadPartAsync(table, part, cancellationToken) ? Math.Max(SmallestPart, size / 2)
                    : isRequested ? size
                    : size * 2;
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <returns>False if a reload has interrupted it.</returns>
    private async Task<bool> TryLoadPartAsync(RouteTable table, List<string> part, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SetPart(interrupted);
        try
        {
            _included.UnionWith(part);
            await LoadAsync(table, [.. State.NameDiagnostics], interrupted.Token);
            part.ForEach(_pending.Complete);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _included.ExceptWith(part);
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

    private IReadOnlyList<RouteFile> IncludedIn(RouteTable table) => [.. table.Files.Where(file => _included.Contains(file.Path))];

    private async Task LoadAsync(RouteTable table, List<RouteDiagnostic> nameDiagnostics, CancellationToken cancellationToken)
    {
        var diagnostics = nameDiagnostics.ToList();
        var loaded = await publisher.LoadAsync(table, IncludedIn(table), diagnostics, cancellationToken);
        Publish(LiveState.Of(loaded, nameDiagnostics, diagnostics));
    }

    private void Publish(LiveState state)
    {
        publisher.Publish(state.Loaded, state.Broken);
        State = state;
        Published?.Invoke(state);
    }
}
