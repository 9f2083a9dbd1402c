using System.Diagnostics;
using FileRoutedApi.Compilation.Caching;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Compiles the application code of a folder once. If there is a start-up file, <see cref="PrepareAsync"/> compiles it before the container
/// is built, because that file registers services. Otherwise the first load of route files compiles it.
/// </summary>
/// <param name="debug">True for code that a debugger can step through.</param>
internal sealed class ApplicationPreparation(FileRoutesSettings settings, CompilationSession session, bool debug)
{
    private RouteTable? _table;
    private IReadOnlyList<RouteDiagnostic> _nameDiagnostics = [];
    private ApplicationInputs? _inputs;
    private Task<AheadImage?> _ahead = Task.FromResult<AheadImage?>(null);

    /// <summary>Gets the application code; null until it is loaded, or if its packages cannot be resolved.</summary>
    public ApplicationCode? Code { get; private set; }

    /// <exception cref="FileRoutesException">There is no <c>api/</c> (FRA3001).</exception>
    private RouteFolder Folder =>
        RouteFolder.Find(settings.Root) ?? throw new FileRoutesException(RouteDiagnostics.NoApiFolder(settings.Root));

    /// <summary>
    /// Reads the file names of the folder, and compiles the start-up file with the code it depends on. In development it also begins to
    /// compile the first route files, which are ready when the container is built.
    /// </summary>
    /// <param name="aheadCount">The number of files to compile ahead in development.</param>
    /// <exception cref="FileRoutesException">There is a start-up file, and the folder has errors.</exception>
    public async Task PrepareAsync(int aheadCount)
    {
        if (RouteFolder.Find(settings.Root) is not { } folder)
        {
            // Loading the routes reports the error.
            return;
        }

        var names = new List<RouteDiagnostic>();
        var table = folder.CreateTable(settings.Table, names);
        (_table, _nameDiagnostics) = (table, names);
        if (table.StartupFile is not null)
        {
            await CompileStartupAsync(folder, table);
        }

        if (settings.IsLive)
        {
            _ahead = Task.Run(() => CompileAheadAsync(table, aheadCount));
        }
    }

    /// <summary>
    /// Returns the routes of the folder, and adds errors in file names to the diagnostics. The first call returns the result of
    /// <see cref="PrepareAsync"/>.
    /// </summary>
    /// <exception cref="FileRoutesException">There is no <c>api/</c> (FRA3001).</exception>
    public RouteTable FindRoutes(List<RouteDiagnostic> diagnostics)
    {
        if (_table is not { } table)
        {
            return Folder.CreateTable(settings.Table, diagnostics);
        }

        _table = null;
        diagnostics.AddRange(_nameDiagnostics);
        return table;
    }

    /// <summary>Returns the differences between the application code on disk and the loaded code.</summary>
    public IReadOnlyList<string> FindDifferences(RouteTable table)
    {
        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), []);
        var inputs = ApplicationInputs.Read(Folder, table, routes, session.Files, [], settings.IsLive);
        return _inputs is null ? [.. RouteFolder.Names] : inputs.DifferencesFrom(_inputs);
    }

    /// <summary>Returns the errors of packages that affect only the route file that refers to them, which happens in development only.</summary>
    public IReadOnlyList<RouteDiagnostic> FindPackageErrors(RouteTable table)
    {
        if (!settings.IsLive || Code is null)
        {
            return [];
        }

        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), []);
        return routes.Any(file => file.Directives.Any(directive => PackageReference.IsDirective(directive.Text)))
            ?
            [
                .. ApplicationInputs.Read(Folder, table, routes, session.Files, [], isLive: true).FileErrors,
                .. routes.SelectMany(Code.PackageErrorsOf),
            ]
            : [];
    }

    /// <summary>Waits until the files that are compiled ahead are ready. Their errors are reported when they are loaded.</summary>
    public async Task WaitForAheadAsync(CancellationToken cancellationToken)
    {
        await ((Task)_ahead).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Returns the files that were compiled ahead, once; null if there are none.</summary>
    public AheadImage? TakeAhead()
    {
        var image = _ahead is { IsCompletedSuccessfully: true, Result: { } ahead } ? ahead : null;
        _ahead = Task.FromResult<AheadImage?>(null);
        return image;
    }

    /// <summary>Compiles and loads the application code, unless that was done before. Errors are added to the diagnostics.</summary>
    /// <returns>The code; null if its packages cannot be resolved.</returns>
    /// <exception cref="FileRoutesException">The code has errors, in development.</exception>
    public async Task<ApplicationCode?> LoadAsync(RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (_inputs is not null)
        {
            return Code;
        }

        var folder = Folder;
        var found = new List<RouteDiagnostic>();
        Code ??= await CompileAsync(folder, table, [], found, cancellationToken);
        if (found.Any(diagnostic => diagnostic.IsError))
        {
            diagnostics.AddRange(found);
            if (settings.IsLive)
            {
                Code = null;
                throw new FileRoutesException(found);
            }
        }
        else
        {
            Code?.Warnings = [.. Code.Warnings, .. found];
        }

        // The inputs of the loaded code. The files may have changed since; the next comparison finds the difference.
        _inputs = Code?.Inputs
            ?? ApplicationInputs.Read(
                folder, table, session.Files.ReadAll(table.Files.Select(file => file.Path), []), session.Files, [], settings.IsLive);
        return Code;
    }

    private async Task CompileStartupAsync(RouteFolder folder, RouteTable table)
    {
        // In development a file with an error in its name, or one that cannot be read, breaks only itself.
        List<RouteDiagnostic> diagnostics = settings.IsLive ? [] : [.. _nameDiagnostics];
        var nameCount = diagnostics.Count;
        var code = await CompileAsync(folder, table, settings.IsLive ? [] : diagnostics, diagnostics, CancellationToken.None);
        if (code is not null && !diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            code.Warnings = diagnostics[nameCount..];
            Code = code;
            return;
        }

        // The start fails, but the route files are compiled anyway, so that one run shows every error.
        if (code is not null && !settings.IsLive)
        {
            var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), []);
            code.Compiler.CompileRoutes(
                RouteContent.Pair(table.Files, routes), skipFilesWithErrors: false, diagnostics, CancellationToken.None);
        }

        throw new FileRoutesException(diagnostics);
    }

    private async Task<AheadImage?> CompileAheadAsync(RouteTable table, int count)
    {
        var started = Stopwatch.GetTimestamp();
        var diagnostics = new List<RouteDiagnostic>();
        var files = table.Files.Take(count).ToList();
        var sources = session.Files.ReadAll(files.Select(file => file.Path), diagnostics);
        var code = await LoadAsync(table, diagnostics, CancellationToken.None);
        if (code!.FindCached(sources, includeBundles: true).Count > 0)
        {
            return null;
        }

        var image = code.Compiler.CompileRoutes(
            RouteContent.Pair(files, sources), skipFilesWithErrors: true, diagnostics, CancellationToken.None);
        return image is null ? null : new AheadImage(image, Stopwatch.GetElapsedTime(started));
    }

    /// <param name="unreadable">Gets the route files that cannot be read.</param>
    private Task<ApplicationCode?> CompileAsync(
        RouteFolder folder,
        RouteTable table,
        List<RouteDiagnostic> unreadable,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), unreadable);
        var inputs = ApplicationInputs.Read(folder, table, routes, session.Files, diagnostics, settings.IsLive);
        var cache = CompileCache.Open(settings.CompileCache, folder.Root, diagnostics);
        return ApplicationCode.LoadAsync(
            inputs, settings, session, cache, debug ? CompileMode.Debug : CompileMode.Release, diagnostics, cancellationToken);
    }
}

/// <summary>Route files that were compiled before they were needed.</summary>
internal sealed record AheadImage(CompiledImage Image, TimeSpan Time);
