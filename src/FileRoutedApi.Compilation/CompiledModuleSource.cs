using System.Diagnostics;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Compilation;

/// <summary>Loads route files. Unchanged files stay loaded; others come from the compile cache or are compiled.</summary>
/// <param name="preparation">The application code, and the files that were compiled before the container was built.</param>
internal sealed partial class CompiledModuleSource(
    FileRoutesSettings settings, CompilationSession session, ApplicationPreparation preparation, ILogger<CompiledModuleSource> logger)
    : IRouteModuleSource
{
    private const int WarmUpFiles = 20;

    private readonly LoadedFiles _loaded = new(settings.IsLive);
    private bool _isComplete;
    private bool _isCodeLogged;

    public RouteTable FindRoutes(List<RouteDiagnostic> diagnostics) => preparation.FindRoutes(diagnostics);

    public bool IsApplicationCodeCurrent(RouteTable table)
    {
        var differences = preparation.FindDifferences(table);
        if (differences.Count > 0)
        {
            Log.ApplicationCodeChanged(logger, string.Join(", ", differences));
        }

        return differences.Count == 0;
    }

    public async Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        await preparation.WaitForAheadAsync(cancellationToken);
        session.Files.ForgetContentOfOthers(
            table.Files.Select(file => file.Path).Concat(table.SharedFiles).Concat(table.StartupFile is { } startup ? [startup] : []));
        var code = await preparation.LoadAsync(table, diagnostics, cancellationToken);
        diagnostics.AddRange(code?.Warnings ?? []);
        var sources = session.Files.ReadAll(files.Select(file => file.Path), diagnostics);
        if (code is null)
        {
            return RouteGeneration.Empty;
        }

        LogOnce(code);
        foreach (var path in _loaded.RemoveAllBut(sources))
        {
            Log.FileUnloaded(logger, path);
        }

        var changed = RouteContent.Pair(files, sources).Where(pair => !_loaded.Contains(pair.File.Path)).ToList();
        if (!settings.IsLive && diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            // The start fails, but the route files are compiled anyway, so that one run shows every error.
            code.Compiler.CompileRoutes(changed, skipFilesWithErrors: false, diagnostics, cancellationToken);
            return RouteGeneration.Empty;
        }

        var packageErrors = changed.Count > 0 ? preparation.FindPackageErrors(table) : [];
        foreach (var content in changed.Where(content => packageErrors.Any(error => error.File == content.Path)).ToList())
        {
            _loaded.AddFailed([content.File], [.. packageErrors.Where(error => error.File == content.Path)]);
            changed.Remove(content);
        }

        if (changed.Count > 0)
        {
            await LoadChangedAsync(code, changed, cancellationToken);
        }

        _isComplete |= files.Count == table.Files.Count;
        diagnostics.AddRange(_loaded.DiagnosticsOf(sources).Except(diagnostics));
        return _loaded.ToGeneration(code, sources);
    }

    public void WarmUp(RouteTable table, Action<CancellationToken> pause, CancellationToken cancellationToken)
    {
        var files = table.Files.Take(WarmUpFiles).ToList();
        preparation.Code?.Compiler.WarmUp(
            RouteContent.Pair(files, session.Files.LastContent(files.Select(file => file.Path))), pause, cancellationToken);
    }

    private async Task LoadChangedAsync(ApplicationCode code, List<RouteContent> changed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (preparation.TakeAhead() is { } ahead)
        {
            changed = await RunAsync(code, ahead.Image, changed, new ModuleOrigin(ahead.Time, ahead.Image.Files.Count), cancellationToken);
            await SaveAsync(code, ahead.Image);
            Log.CompiledAhead(logger, ahead.Image.Files.Count, ahead.Time.TotalMilliseconds);
        }

        // A loaded image may contain files that were not needed until now.
        foreach (var image in _loaded.Images)
        {
            changed = await _loaded.RunAsync(image, changed, ModuleOrigin.Earlier with { Dependencies = code.Version }, cancellationToken);
        }

        foreach (var image in code.FindCached([.. changed.Select(content => content.File)], includeBundles: !_isComplete))
        {
            var before = changed.Count;
            changed = await RunAsync(code, image, changed, ModuleOrigin.Earlier, cancellationToken);
            Log.FoundInCache(logger, before - changed.Count);
        }

        if (changed.Count > 0)
        {
            await CompileAsync(code, changed, started, cancellationToken);
        }
    }

    private async Task CompileAsync(ApplicationCode code, List<RouteContent> changed, long started, CancellationToken cancellationToken)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Compiling(logger, string.Join(", ", changed.Select(content => content.Path)), ReasonOf(code));
        }

        var diagnostics = new List<RouteDiagnostic>();
        var compiled = code.Compiler.CompileRoutes(changed, skipFilesWithErrors: settings.IsLive, diagnostics, cancellationToken);
        if (compiled is not null)
        {
            var origin = new ModuleOrigin(Stopwatch.GetElapsedTime(started), compiled.Files.Count);
            changed = await RunAsync(code, compiled, changed, origin, cancellationToken);
            await SaveAsync(code, compiled);
        }

        if (changed.Count > 0)
        {
            _loaded.AddFailed([.. changed.Select(content => content.File)], diagnostics);
        }
    }

    private Task<List<RouteContent>> RunAsync(
        ApplicationCode code,
        CompiledImage image,
        List<RouteContent> changed,
        ModuleOrigin origin,
        CancellationToken cancellationToken) =>
        _loaded.RunAsync(_loaded.Add(code.Load(image)), changed, origin with { Dependencies = code.Version }, cancellationToken);

    // Waits until the image is saved, because a process such as 'check' exits after the start. In development, requests do not wait for it.
    private Task SaveAsync(ApplicationCode code, CompiledImage image)
    {
        var saving = code.SaveAsync(image);
        return settings.IsLive ? Task.CompletedTask : saving;
    }

    private void LogOnce(ApplicationCode code)
    {
        if (!_isCodeLogged && code.CompiledFiles.Count > 0)
        {
            Log.ApplicationCodeCompiled(logger, string.Join(", ", code.CompiledFiles), ReasonOf(code));
        }
        else if (!_isCodeLogged && code.Images.Count > 0)
        {
            Log.ApplicationCodeFoundInCache(logger);
        }

        _isCodeLogged = true;
    }

    private static string ReasonOf(ApplicationCode code) =>
        code.HasCache ? "the compile cache has no code for this content and these references" : "there is no compile cache";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Application code: compiled {Files}, because {Reason}", EventName = "ApplicationCodeCompiled")]
        public static partial void ApplicationCodeCompiled(ILogger logger, string files, string reason);

        [LoggerMessage(2, LogLevel.Debug, "Application code: loaded from the compile cache", EventName = "ApplicationCodeFoundInCache")]
        public static partial void ApplicationCodeFoundInCache(ILogger logger);

        [LoggerMessage(
            3, LogLevel.Debug, "Application code: a restart is needed, because {Files} changed", EventName = "ApplicationCodeChanged")]
        public static partial void ApplicationCodeChanged(ILogger logger, string files);

        [LoggerMessage(4, LogLevel.Debug, "{File}: unloaded, because its content changed or it was deleted", EventName = "FileUnloaded")]
        public static partial void FileUnloaded(ILogger logger, string file);

        [LoggerMessage(5, LogLevel.Debug, "Compiled {Count} files ahead in {Milliseconds:0} ms", EventName = "CompiledAhead")]
        public static partial void CompiledAhead(ILogger logger, int count, double milliseconds);

        [LoggerMessage(6, LogLevel.Debug, "Loaded {Count} files from the compile cache", EventName = "FoundInCache")]
        public static partial void FoundInCache(ILogger logger, int count);

        [LoggerMessage(7, LogLevel.Debug, "Compiling {Files}, because {Reason}", EventName = "Compiling")]
        public static partial void Compiling(ILogger logger, string files, string reason);
    }
}
