using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>
/// The loaded route files of an application. A file that did not change keeps its module, with the state of its variables.
/// </summary>
/// <param name="isLive">True in development, where a file that never finishes its top-level statements must not block the others.</param>
internal sealed class LoadedFiles(bool isLive)
{
    private static readonly TimeSpan _statementsTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, LoadedFile> _files = [];
    private readonly List<LoadedImage> _images = [];

    /// <summary>Gets the images whose code is in use.</summary>
    public IReadOnlyList<LoadedImage> Images => [.. _images];

    /// <summary>Returns true if a file is loaded or failed to load.</summary>
    public bool Contains(string path) => _files.ContainsKey(path);

    /// <summary>Returns the errors and warnings of files.</summary>
    public IEnumerable<RouteDiagnostic> DiagnosticsOf(IReadOnlyList<SourceFile> sources) =>
        sources.SelectMany(source => _files[source.Path].Diagnostics);

    /// <summary>Removes the files that were deleted or changed, and unloads code that no other file uses.</summary>
    /// <returns>The paths of the removed files.</returns>
    public IReadOnlyList<string> RemoveAllBut(IReadOnlyList<SourceFile> sources)
    {
        var hashes = sources.ToDictionary(source => source.Path, source => source.Hash);
        var outdated = _files.Where(file => hashes.GetValueOrDefault(file.Key) != file.Value.Hash).ToList();
        foreach (var (path, file) in outdated)
        {
            _files.Remove(path);
            if (file.Image is { } image && !_files.Values.Any(other => other.Image == image))
            {
                _images.Remove(image);
                image.Unload();
            }
        }

        return [.. outdated.Select(file => file.Key)];
    }

    /// <summary>Adds an image, so that <see cref="RunAsync"/> can use it.</summary>
    public LoadedImage Add(LoadedImage image)
    {
        _images.Add(image);
        return image;
    }

    /// <summary>Runs the top-level statements of the files that an image contains, and adds the files.</summary>
    /// <returns>The files that the image does not contain.</returns>
    public async Task<List<RouteContent>> RunAsync(
        LoadedImage image, List<RouteContent> files, ModuleOrigin origin, CancellationToken cancellationToken)
    {
        var contained = files.Where(content => image.HasUnused(ImageFile.Of(content.File))).ToList();
        foreach (var (route, file) in contained)
        {
            image.Use(ImageFile.Of(file));
            var diagnostics = image.Image.Warnings.Where(warning => warning.File == file.Path).ToList();
            var builder = new RouteModuleBuilder(route, diagnostics);
            await RunStatementsAsync(image, file.Path, builder, diagnostics, cancellationToken);
            _files[file.Path] = new LoadedFile(file.Hash, image, builder.Build(() => image.TypesOf(file.Path), origin), diagnostics);
        }

        return [.. files.Except(contained)];
    }

    /// <summary>Adds files that were not compiled, with their errors.</summary>
    public void AddFailed(IReadOnlyList<SourceFile> files, IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        foreach (var file in files)
        {
            _files[file.Path] = new LoadedFile(file.Hash, null, null, [.. diagnostics.Where(diagnostic => diagnostic.File == file.Path)]);
        }

        // A diagnostic that belongs to none of the files must not get lost, so the first file gets it.
        var others = diagnostics.Where(diagnostic => diagnostic.File is null || !_files.ContainsKey(diagnostic.File)).ToList();
        if (others.Count > 0)
        {
            var first = files[0].Path;
            _files[first] = _files[first] with { Diagnostics = [.. _files[first].Diagnostics, .. others] };
        }
    }

    /// <summary>Returns the modules of files, with the types and the documentation that belong to them.</summary>
    public RouteGeneration ToGeneration(ApplicationCode code, IReadOnlyList<SourceFile> sources)
    {
        var files = sources.Select(source => _files[source.Path]).ToList();

        // Newest first, because the first of two types with the same name is the one that is documented.
        var documentation = files.Select(file => file.Image).OfType<LoadedImage>().Distinct()
            .OrderByDescending(image => image.LoadedAt)
            .Select(image => image.Image.Documentation)
            .Concat(code.Documentation);
        return new RouteGeneration(
            [.. files.Select(file => file.Module).OfType<RouteModule>()], code.Types, new TypeDocumentation([.. documentation]));
    }

    private async Task RunStatementsAsync(
        LoadedImage image, string path, RouteModuleBuilder builder, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var running = StartAsync(image, path, builder);
            if (isLive
                && await Task.WhenAny(running, Task.Delay(_statementsTimeout, cancellationToken)) != running
                && !cancellationToken.IsCancellationRequested)
            {
                diagnostics.Add(RouteDiagnostics.NeverLoaded(path, _statementsTimeout.TotalSeconds));
            }
            else
            {
                await running.WaitAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(path, exception));
        }
    }

    // In development on a thread of its own: an endless loop would block the caller before the timeout could start.
    private Task StartAsync(LoadedImage image, string path, RouteModuleBuilder builder)
    {
        var load = ModuleNames.LoaderOf<Func<RouteModuleBuilder, string[], Task>>(image.Assembly, path);
        return isLive ? Task.Run(() => load(builder, [])) : load(builder, []);
    }

    /// <param name="Image">The image that has its code; null if it could not be compiled.</param>
    private sealed record LoadedFile(string Hash, LoadedImage? Image, RouteModule? Module, IReadOnlyList<RouteDiagnostic> Diagnostics);
}
