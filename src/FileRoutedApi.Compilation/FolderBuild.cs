using System.Runtime.InteropServices;
using FileRoutedApi.Built;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;

namespace FileRoutedApi.Compilation;

/// <summary>
/// The result of compiling a folder for <c>build</c>. It contains everything that the folder needs to run without a compiler.
/// </summary>
/// <param name="Images">The assemblies, with their names.</param>
/// <param name="Files">Further files that it needs at run time, as absolute paths.</param>
/// <param name="PublicFiles">The static files.</param>
/// <param name="Assets">The files that route files read, relative to the folder.</param>
/// <param name="Warnings">The warnings, sorted.</param>
internal sealed record FolderBuild(
    BuildManifest Manifest,
    IReadOnlyList<(string Name, CompiledImage Image)> Images,
    IReadOnlyList<string> Files,
    PublicFiles PublicFiles,
    IReadOnlyList<string> Assets,
    IReadOnlyList<RouteDiagnostic> Warnings)
{
    /// <summary>Compiles a folder with optimizations. The output is deterministic.</summary>
    /// <exception cref="FileRoutesException">The folder has errors; the exception has all of them.</exception>
    public static async Task<FolderBuild> CreateAsync(FileRoutesSettings settings, CancellationToken cancellationToken)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var folder = RouteFolder.Find(settings.Root) ?? throw new FileRoutesException(RouteDiagnostics.NoApiFolder(settings.Root));
        var table = folder.CreateTable(settings.Table, diagnostics);
        var session = new CompilationSession(folder.Root);
        var routes = session.Files.ReadAll(table.Files.Select(file => file.Path), diagnostics);
        var inputs = ApplicationInputs.Read(folder, table, routes, session.Files, diagnostics);
        var code = await ApplicationCode.LoadAsync(
            inputs, settings, session, cache: null, CompileMode.Portable, diagnostics, cancellationToken);
        var files = routes.ToDictionary(file => file.Path);
        var image = code?.Compiler.CompileRoutes(
            RouteContent.Pair(table.Files, routes), skipFilesWithErrors: false, diagnostics, cancellationToken);
        if (code is null || diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            throw new FileRoutesException(diagnostics);
        }

        var images = code.Images.ToList();
        var validators = code.Types.Where(RouteValidators.IsValidator).ToList();
        if (image is not null)
        {
            images.Insert(0, (ModuleNames.Routes, image));
            validators.AddRange(LoadedImage.TypesOf(code.Load(image).Assembly).Where(RouteValidators.IsValidator));
        }

        var methods = RouteListing.Create(folder, table, []).ToDictionary(route => route.File.Path, route => route.Methods);
        List<string> needed = [.. code.FilesToRun.Order(StringComparer.Ordinal)];
        var manifest = new BuildManifest(
            BuiltFolder.Version,
            code.HasNativeFiles ? RuntimeInformation.RuntimeIdentifier : null,
            settings.Table.PageExtensions,
            [.. table.Routes.Select(route => new BuiltRoute(route.Pattern, methods[route.Path], route.Path, files[route.Path].Hash))],
            [.. table.FolderFiles.Select(file => SourceOf(files[file.Path]))],
            [.. inputs.Shared.Select(SourceOf)],
            inputs.Startup is { } startup ? SourceOf(startup) : null,
            [.. images.Select(each => new BuiltAssembly(each.Name, BuiltFolder.HashOf(each.Image.Assembly)))],
            [.. needed.Select(file => Path.GetFileName(file))],
            [.. validators.Select(type => new BuiltType(type.FullName!, type.Assembly.GetName().Name!))])
        {
            Jobs = [.. table.Jobs.Select(file => SourceOf(files[file.Path]))],
        };
        return new FolderBuild(
            manifest,
            images,
            needed,
            table.PublicFiles,
            [.. folder.Scan([]).Where(AssetFolder.Contains).Order(StringComparer.Ordinal)],
            [.. diagnostics.Order(RouteDiagnosticComparer.Instance)]);
    }

    private static BuiltSource SourceOf(SourceFile file) => new(file.Path, file.Hash);
}
