using System.Diagnostics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Compiles route files, loads them and runs their top-level statements; what is in the cache is not compiled, and what
/// was loaded before and did not change stays what it is.
/// </summary>
/// <param name="prepared">What they stand on, where it was compiled before the container was built.</param>
internal sealed class CompiledModuleSource(
    FileRoutesSettings settings, IHostEnvironment environment, CompilationSession session, ApplicationCode? prepared) : IRouteModuleSource
{
    private const int MaxWarming = 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, LoadedFile> _loaded = [];
    private readonly List<LoadedImage> _images = [];
    private readonly bool _debug = environment.IsDevelopment();
    private bool _isComplete;
    private Task<(CompiledImage Image, TimeSpan Time)?> _ahead = Task.FromResult<(CompiledImage, TimeSpan)?>(null);
    private ApplicationCode? _code = prepared;
    private ApplicationInputs? _inputs;

    /// <exception cref="FileRoutesException">There is no <c>api/</c> (FRA3001).</exception>
    private RouteFolder Folder => RouteFolder.Find(settings.Root) ?? throw new FileRoutesException(RouteDiagnostics.NoApiFolder(settings.Root));

    /// <summary>Compiles the start-up file with what it stands on; null where there is none.</summary>
    /// <exception cref="FileRoutesException">Anything is wrong with the folder; all of it is named.</exception>
    public static ApplicationCode? Prepare(FileRoutesSettings settings, IHostEnvironment environment, CompilationSession session)
    {
        var diagnostics = new List<RouteDiagnostic>();
        if (RouteFolder.Find(settings.Root) is not { } folder
            || folder.CreateTable(settings.Table, diagnostics) is not { StartupFile: not null } table)
        {
            return null;
        }

        var debug = environment.IsDevelopment();
        var ofNames = diagnostics.Count;
        if (settings.IsLive)
        {
            // Files with errors in their names break only themselves.
            diagnostics.Clear();
            ofNames = 0;
        }

        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), settings.IsLive ? [] : diagnostics);
        var code = Load(settings, session, folder, table, routes, debug, diagnostics, CancellationToken.None);
        if (code is not null && !diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            code.Warnings = diagnostics[ofNames..];
            return code;
        }

        // One run shows every error, those of the route files too.
        if (code is not null && !settings.IsLive)
        {
            code.Compiler.CompileRoutes(Pair(table.Files, routes), leaveOut: false, diagnostics, CancellationToken.None);
        }

        throw new FileRoutesException(diagnostics);
    }

    /// <summary>Begins to compile the first files while the application is still being put together. What is wrong with them is found when they are loaded.</summary>
    public void CompileAhead(int count) => _ahead = Task.Run<(CompiledImage, TimeSpan)?>(() =>
    {
        var diagnostics = new List<RouteDiagnostic>();
        if (RouteFolder.Find(settings.Root) is not { } folder)
        {
            return null;
        }

        var started = Stopwatch.GetTimestamp();
        var table = folder.CreateTable(settings.Table, diagnostics);
        var files = table.Files.Take(count).ToList();
        var sources = session.Files.ReadAll(files.Select(file => file.Path), diagnostics);
        ReadInputs(folder, table, diagnostics, CancellationToken.None);
        return _code!.FindCached(sources, together: true).Count == 0
            && _code.Compiler.CompileRoutes(Pair(files, sources), leaveOut: true, diagnostics, CancellationToken.None) is { } image
                ? (image, Stopwatch.GetElapsedTime(started))
                : null;
    });

    public RouteTable FindRoutes(List<RouteDiagnostic> diagnostics) => Folder.CreateTable(settings.Table, diagnostics);

    public bool StandsOnTheSame(RouteTable table)
    {
        var folder = Folder;
        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), []);
        return _inputs is { } inputs && inputs.IsSameAs(ApplicationInputs.Read(folder, table, routes, session.Files, []));
    }

    public async Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        await ((Task)_ahead).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        session.Files.Keep([.. table.Files.Select(file => file.Path), .. table.SharedFiles, .. table.StartupFile is { } startup ? [startup] : Array.Empty<string>()]);
        ReadInputs(Folder, table, diagnostics, cancellationToken);
        diagnostics.AddRange(_code?.Warnings ?? []);
        var sources = session.Files.ReadAll(files.Select(file => file.Path), diagnostics);
        if (_code is null)
        {
            return RouteGeneration.Empty;
        }

        Forget(sources);
        var changed = Pair(files, sources).Where(pair => !_loaded.ContainsKey(pair.File.Path)).ToList();
        if (diagnostics.Any(diagnostic => diagnostic.IsError) && !settings.IsLive)
        {
            _code.Compiler.CompileRoutes(changed, leaveOut: false, diagnostics, cancellationToken);
            return RouteGeneration.Empty;
        }

        await LoadChangedAsync(_code, changed, cancellationToken);
        _isComplete |= files.Count == table.Files.Count;
        diagnostics.AddRange(sources.SelectMany(source => _loaded[source.Path].Diagnostics).Except(diagnostics));
        return Generation(_code, sources);
    }

    /// <exception cref="FileRoutesException">What all files stand on has errors, and the folder is followed.</exception>
    private void ReadInputs(RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (_inputs is not null)
        {
            return;
        }

        var all = session.Files.ReadAll(table.Files.Select(file => file.Path), []);
        var found = new List<RouteDiagnostic>();
        var code = _code ?? Load(settings, session, folder, table, all, _debug, found, cancellationToken);
        if (found.Any(diagnostic => diagnostic.IsError))
        {
            diagnostics.AddRange(found);
            if (settings.IsLive)
            {
                throw new FileRoutesException(found);
            }
        }
        else
        {
            code?.Warnings = [.. code.Warnings, .. found];
        }

        _code = code;


        // What it was made of, not what is there by now: the next look finds the difference.
        _inputs = code?.Inputs ?? ApplicationInputs.Read(folder, table, all, session.Files, []);
    }

    private static ApplicationCode? Load(
        FileRoutesSettings settings,
        CompilationSession session,
        RouteFolder folder,
        RouteTable table,
        IReadOnlyList<SourceFile> routes,
        bool debug,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        var inputs = ApplicationInputs.Read(folder, table, routes, session.Files, diagnostics);
        var cache = CompileCache.Open(settings.CompileCache, folder.Root, diagnostics);
        return ApplicationCode.Load(inputs, settings, session.Packages, cache, debug, elsewhere: false, diagnostics, cancellationToken);
    }

    private static List<(RouteFile Route, SourceFile File)> Pair(IEnumerable<RouteFile> routes, IEnumerable<SourceFile> sources)
    {
        var files = sources.ToDictionary(source => source.Path);
        return [.. routes.Where(route => files.ContainsKey(route.Path)).Select(route => (route, files[route.Path]))];
    }

    /// <summary>Has the compiler get ready for the next change.</summary>
    /// <param name="pause">Called before each step: whoever has something better to do lets it wait.</param>
    public void WarmUp(RouteTable table, Action<CancellationToken> pause, CancellationToken cancellationToken) =>
        _code?.Compiler.WarmUp(Pair(table.Files.Take(MaxWarming), session.Files.ReadAll(table.Files.Take(MaxWarming).Select(file => file.Path), [])), pause, cancellationToken);

    /// <summary>Lets go of what is no more, or no more the same.</summary>
    private void Forget(IReadOnlyList<SourceFile> sources)
    {
        var wanted = sources.ToDictionary(source => source.Path, source => source.Hash);
        foreach (var (path, loaded) in _loaded.Where(loaded => wanted.GetValueOrDefault(loaded.Key) != loaded.Value.Hash).ToList())
        {
            _loaded.Remove(path);
            if (loaded.Image is { } image && !_loaded.Values.Any(other => other.Image == image))
            {
                _images.Remove(image);
                image.Unload();
            }
        }
    }

    private async Task LoadChangedAsync(ApplicationCode code, List<(RouteFile Route, SourceFile File)> changed, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        if (_ahead is { IsCompletedSuccessfully: true, Result: { } ahead })
        {
            _ahead = Task.FromResult<(CompiledImage, TimeSpan)?>(null);
            changed = await RunAsync(Load(code, ahead.Image), changed, new ModuleOrigin(ahead.Time, ahead.Image.Files.Count) { Dependencies = code.Version }, cancellationToken);
            code.Keep(ahead.Image);
        }

        foreach (var image in _images.ToList())
        {
            changed = await RunAsync(image, changed, ModuleOrigin.Earlier with { Dependencies = code.Version }, cancellationToken);
        }

        foreach (var image in code.FindCached([.. changed.Select(pair => pair.File)], together: !_isComplete))
        {
            changed = await RunAsync(Load(code, image), changed, ModuleOrigin.Earlier with { Dependencies = code.Version }, cancellationToken);
        }

        if (changed.Count == 0)
        {
            return;
        }

        var diagnostics = new List<RouteDiagnostic>();
        var compiled = code.Compiler.CompileRoutes(changed, leaveOut: settings.IsLive, diagnostics, cancellationToken);
        if (compiled is not null)
        {
            changed = await RunAsync(Load(code, compiled), changed, new ModuleOrigin(Stopwatch.GetElapsedTime(started), compiled.Files.Count) { Dependencies = code.Version }, cancellationToken);
            code.Keep(compiled);
        }

        foreach (var (_, file) in changed)
        {
            _loaded[file.Path] = new LoadedFile(file.Hash, null, null, [.. diagnostics.Where(diagnostic => diagnostic.File == file.Path)]);
        }

        // What speaks of none of these files is about all of them.
        foreach (var lost in diagnostics.Where(diagnostic => diagnostic.File is null || !_loaded.ContainsKey(diagnostic.File)))
        {
            var first = changed[0].File.Path;
            _loaded[first] = _loaded[first] with { Diagnostics = [.. _loaded[first].Diagnostics, lost] };
        }
    }

    private LoadedImage Load(ApplicationCode code, CompiledImage image)
    {
        var loaded = code.Load(image);
        _images.Add(loaded);
        return loaded;
    }

    /// <returns>The files that the image does not hold.</returns>
    private async Task<List<(RouteFile Route, SourceFile File)>> RunAsync(
        LoadedImage loaded, List<(RouteFile Route, SourceFile File)> changed, ModuleOrigin origin, CancellationToken cancellationToken)
    {
        var held = changed.Where(pair => loaded.Holds(new ImageFile(pair.File.Path, pair.File.Hash))).ToList();
        foreach (var (route, file) in held)
        {
            loaded.Use(new ImageFile(file.Path, file.Hash));
            var diagnostics = loaded.Image.Warnings.Where(warning => warning.File == file.Path).ToList();
            var builder = new RouteModuleBuilder(route, diagnostics);
            try
            {
                var running = StartAsync(loaded, file.Path, builder);
                if (settings.IsLive && await Task.WhenAny(running, Task.Delay(_patience, cancellationToken)) != running && !cancellationToken.IsCancellationRequested)
                {
                    diagnostics.Add(RouteDiagnostics.NeverLoaded(file.Path, _patience.TotalSeconds));
                }
                else
                {
                    await running.WaitAsync(cancellationToken);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(file.Path, exception));
            }

            _loaded[file.Path] = new LoadedFile(file.Hash, loaded, builder.Build(() => loaded.TypesOf(file.Path), origin), diagnostics);
        }

        return [.. changed.Except(held)];
    }

    // A loop without end must not hold up the files that come after it.
    private Task StartAsync(LoadedImage loaded, string path, RouteModuleBuilder builder)
    {
        var load = ModuleNames.LoaderOf<Func<RouteModuleBuilder, string[], Task>>(loaded.Assembly, path);
        return settings.IsLive ? Task.Run(() => load(builder, [])) : load(builder, []);
    }

    private RouteGeneration Generation(ApplicationCode code, IReadOnlyList<SourceFile> sources)
    {
        var loaded = sources.Select(source => _loaded[source.Path]).ToList();
        return new RouteGeneration(
            [.. loaded.Select(file => file.Module).OfType<RouteModule>()],
            code.Types,
            new TypeDocumentation([.. loaded.Select(file => file.Image).OfType<LoadedImage>().Distinct().OrderByDescending(image => image.LoadedAt).Select(image => image.Image.Documentation).Concat(code.Documentation)]));
    }

    /// <param name="Image">Where its code is; null where it has errors.</param>
    private sealed record LoadedFile(string Hash, LoadedImage? Image, RouteModule? Module, IReadOnlyList<RouteDiagnostic> Diagnostics);
}
