using System.Reflection;
using FileRoutedApi.Compilation.Caching;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Hosting;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>
/// The code that all route files of a folder depend on: packages, the assemblies of the settings, the shared code of <c>_lib</c> and the
/// start-up file. It is loaded once for an application, so a change of it needs a restart; a change of a route file does not.
/// </summary>
internal sealed class ApplicationCode
{
    private readonly FileRoutesSettings _settings;
    private readonly PackageLoadContext _packages;
    private readonly CompileCache? _cache;
    private readonly GeneratorFiles _generators;
    private readonly ConfiguredAssemblies _configured;
    private readonly IReadOnlyList<string> _references;
    private readonly List<Assembly> _assemblies = [];
    private readonly List<byte[]> _documentation = [];
    private readonly List<(string Name, CompiledImage Image)> _images = [];
    private readonly Lazy<RouteCompiler> _compiler;
    private CompiledImage? _sharedImage;
    private IReadOnlyList<PackageError> _packageErrors = [];

    private ApplicationCode(
        ApplicationInputs inputs,
        FileRoutesSettings settings,
        PackageLoadContext packages,
        ConfiguredAssemblies configured,
        GeneratorLoader loader,
        CompileCache? cache,
        CompileMode mode)
    {
        Inputs = inputs;
        _settings = settings;
        _packages = packages;
        _configured = configured;
        _cache = cache;
        _generators = new GeneratorFiles(packages.Packages.Analyzers);
        _references = [.. packages.Packages.Compile.Where(packages.Brings), .. configured.References];
        Key = CompilationKey.Of(inputs, _references, _generators, debug: mode == CompileMode.Debug);
        Version = new(() => CodeVersion.Of(_assemblies, FilesToRun));

        // Created on first use, because it loads Roslyn. A start from a complete compile cache does not need it.
        _compiler = new(() => new RouteCompiler(
            inputs,
            _references,
            _sharedImage,
            new SourceGenerators(_generators, loader, inputs.Folder.Root, mode == CompileMode.Debug),
            mode,
            settings.IsLive));
    }

    /// <summary>Gets the files it was compiled from.</summary>
    public ApplicationInputs Inputs { get; }

    /// <summary>
    /// Identifies the compiler, the generators, and everything that route files are compiled against (<see cref="CompilationKey"/>).
    /// </summary>
    public string Key { get; }

    /// <summary>Gets the version of the shared code, the start-up file, packages and references, as they run.</summary>
    public Lazy<string> Version { get; }

    /// <summary>Gets the types of the shared code and the start-up file.</summary>
    public IReadOnlyList<Type> Types { get; private set; } = [];

    /// <summary>Gets the documentation comments of the shared code.</summary>
    public IReadOnlyList<byte[]> Documentation => _documentation;

    /// <summary>The compiled shared code and start-up file, with the names of their assemblies.</summary>
    public IReadOnlyList<(string Name, CompiledImage Image)> Images => _images;

    /// <summary>
    /// Gets the files that it needs at run time and the host does not have: those of packages and of assemblies that the settings name.
    /// </summary>
    public IEnumerable<string> FilesToRun => _packages.Managed
        .Concat(_packages.Packages.Native)
        .Concat(_configured.References.Where(file => !ReferenceFiles.Host.ContainsKey(Path.GetFileNameWithoutExtension(file))));

    /// <summary>Gets whether some of these files run on this system only.</summary>
    public bool HasNativeFiles => _packages.Packages.Native.Count > 0;

    /// <summary>Gets the start-up file; null if there is none.</summary>
    public RouteStartup? Startup { get; private set; }

    /// <summary>Gets or sets the warnings about it.</summary>
    public IReadOnlyList<RouteDiagnostic> Warnings { get; set; } = [];

    /// <summary>Gets the files that had to be compiled because the compile cache did not have them.</summary>
    public IReadOnlyList<string> CompiledFiles { get; private set; } = [];

    /// <summary>Gets whether compiled code is saved for the next start.</summary>
    public bool HasCache => _cache is not null;

    /// <summary>Gets the compiler of route files, which compiles them against this code.</summary>
    public RouteCompiler Compiler => _compiler.Value;

    /// <summary>
    /// Compiles and loads the code. Errors are added to the diagnostics, and then nothing is loaded. Returns null if packages cannot be
    /// resolved: every other error would be a consequence of that.
    /// </summary>
    public static async Task<ApplicationCode?> LoadAsync(
        ApplicationInputs inputs,
        FileRoutesSettings settings,
        CompilationSession session,
        CompileCache? cache,
        CompileMode mode,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        if (inputs.Packages is not { } references
            || await UsablePackages.TryResolveAsync(
                inputs.Folder, references, session.Packages, settings.IsLive, diagnostics, cancellationToken) is not { } usable)
        {
            return null;
        }

        var (resolved, packages) = (usable.Resolved, usable.Context);
        var configured = ConfiguredAssemblies.Load(settings, inputs.Folder.Root, [.. resolved.Compile.Where(packages.Brings)], diagnostics);
        var code = new ApplicationCode(inputs, settings, packages, configured, session.Generators, cache, mode)
        {
            _packageErrors = usable.Errors,
        };
        code.Compile(diagnostics, cancellationToken);
        return code;
    }

    /// <summary>Returns the errors of the packages that a route file refers to and that were left out.</summary>
    public IEnumerable<RouteDiagnostic> PackageErrorsOf(SourceFile file) =>
        _packageErrors.Count == 0 ? [] : PackageReference.InDirectives(file, []).SelectMany(reference => _packageErrors
            .Where(error => error.Package.Name.Equals(reference.Name, StringComparison.OrdinalIgnoreCase)
                && error.Package.Version == reference.Version)
            .Select(error => error.Error with { File = reference.File, Line = reference.Line }));

    /// <summary>Loads route files that were compiled against this code into a load context of their own.</summary>
    public LoadedImage Load(CompiledImage image) => new(image, new RouteLoadContext(_packages, [.. _assemblies], _settings.IsLive));

    /// <summary>Finds images in the compile cache that have some of the files and were compiled against the same code.</summary>
    /// <param name="includeBundles">True to search images of several files too.</param>
    public IReadOnlyList<CompiledImage> FindCached(IReadOnlyList<SourceFile> files, bool includeBundles) =>
        _cache?.FindAny(Key, files, includeBundles) ?? [];

    /// <summary>Saves compiled route files in the compile cache, for the next start.</summary>
    public Task SaveAsync(CompiledImage image) => _cache is not { } cache ? Task.CompletedTask : Task.Run(() =>
    {
        cache.Save(Key, image);
        cache.Prune();
    });

    private void Compile(List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (_configured.Shared is { } given)
        {
            _assemblies.Add(given);
            _documentation.AddRange(_configured.SharedDocumentation is { } comments ? [comments] : []);
        }

        if (_settings.SharedAssembly is null && Inputs.Shared.Count > 0)
        {
            _sharedImage = Find(Inputs.Shared, diagnostics) ?? Save(Inputs.Shared, Compiler.CompileShared(diagnostics, cancellationToken));
        }

        var startup = Inputs.Startup is not { } file
            ? null
            : Find([file], diagnostics) ?? Save([file], Compiler.CompileStartup(file, diagnostics, cancellationToken));
        if (!diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            Load(ModuleNames.Shared, _sharedImage);
            Load(ModuleNames.Startup, startup);
            Startup = startup is null ? null : RouteStartup.Load(_assemblies[^1], Inputs.Startup!.Path, diagnostics);
        }

        Types = [.. _assemblies.OrderBy(assembly => assembly == _configured.Shared).SelectMany(TypesOf)];
    }

    // An assembly with the shared code has other types too, for example tests.
    private IEnumerable<Type> TypesOf(Assembly assembly)
    {
        var types = LoadedImage.TypesOf(assembly);
        if (assembly != _configured.Shared)
        {
            return types;
        }

        var declared = Compiler.DeclaredTypes.ToHashSet();
        return types.Where(type => declared.Contains(type.FullName ?? ""));
    }

    private void Load(string name, CompiledImage? image)
    {
        if (image is not null)
        {
            _images.Add((name, image));
            _assemblies.Add(Load(image).Assembly);
            _documentation.Add(image.Documentation);
        }
    }

    private CompiledImage? Find(IReadOnlyList<SourceFile> files, List<RouteDiagnostic> diagnostics)
    {
        var image = _cache?.Find(Key, files);
        diagnostics.AddRange(image?.Warnings ?? []);
        return image;
    }

    private CompiledImage? Save(IReadOnlyList<SourceFile> files, CompiledImage? image)
    {
        CompiledFiles = [.. CompiledFiles, .. files.Select(file => file.Path)];
        if (image is not null)
        {
            _cache?.Save(Key, image);
        }

        return image;
    }
}
