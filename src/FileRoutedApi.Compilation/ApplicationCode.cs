using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation;

/// <summary>
/// What the route files of a folder stand on: packages, further assemblies, the shared code of <c>_lib</c> and the
/// start-up file. A change of it is another application; a change of a route file is not.
/// </summary>
internal sealed class ApplicationCode
{
    private readonly ApplicationInputs _inputs;
    private readonly FileRoutesSettings _settings;
    private readonly PackageLoadContext _packages;
    private readonly CompileCache? _cache;
    private readonly List<string> _references = [];
    private readonly List<Assembly> _assemblies = [];
    private readonly List<byte[]> _documentation = [];
    private readonly Lazy<RouteCompiler> _compiler;
    private readonly List<(string Name, CompiledImage Image)> _images = [];
    private CompiledImage? _sharedImage;

    // An assembly that holds the shared code holds other things too, such as the tests around it.
    private Assembly? _given;

    private readonly GeneratorFiles _generators;

    private ApplicationCode(
        ApplicationInputs inputs, FileRoutesSettings settings, PackageLoadContext packages, GeneratorLoader loader, CompileCache? cache, bool debug, bool elsewhere)
    {
        _inputs = inputs;
        _settings = settings;
        _packages = packages;
        _cache = cache;
        Version = new(() => CodeVersion.Of(_assemblies, FilesToRun));
        _generators = new GeneratorFiles(packages.Packages.Analyzers);
        _compiler = new(() => new RouteCompiler(
            inputs, _references, _sharedImage, new SourceGenerators(_generators, loader, inputs.Folder.Root, debug), debug, elsewhere));
        _references.AddRange(packages.Packages.Compile.Where(packages.Brings));
    }

    /// <summary>What it was made of.</summary>
    public ApplicationInputs Inputs => _inputs;

    /// <summary>What tells it from any other application.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The version of the shared code, the start-up file, packages and references, as they run.</summary>
    public Lazy<string> Version { get; }

    /// <summary>The types of the shared code and the start-up file.</summary>
    public IReadOnlyList<Type> Types { get; private set; } = [];

    /// <summary>The documentation comments of the shared code.</summary>
    public IReadOnlyList<byte[]> Documentation => _documentation;

    /// <summary>What the compiler made of the shared code and the start-up file, with the names of their assemblies.</summary>
    public IReadOnlyList<(string Name, CompiledImage Image)> Images => _images;

    /// <summary>What it needs to run that the host does not have: the files of packages, and of assemblies that the settings name.</summary>
    public IEnumerable<string> FilesToRun => _packages.Managed
        .Concat(_packages.Packages.Native)
        .Concat(_references.Except(_packages.Packages.Compile).Where(file => !ReferenceFiles.Host.ContainsKey(Path.GetFileNameWithoutExtension(file))));

    /// <summary>Whether some of them run on this system only.</summary>
    public bool HasNativeFiles => _packages.Packages.Native.Count > 0;

    /// <summary>The start-up file, where there is one.</summary>
    public RouteStartup? Startup { get; private set; }

    /// <summary>What the compiler warned of, where it was compiled ahead of the route files.</summary>
    public IReadOnlyList<RouteDiagnostic> Warnings { get; set; } = [];

    /// <summary>Whether the compiler was asked for anything, and so is loaded.</summary>
    public bool UsedCompiler => _compiler.IsValueCreated;

    /// <summary>The compiler of what sees this code.</summary>
    public RouteCompiler Compiler => _compiler.Value;

    /// <summary>
    /// Compiles it, and loads it where nothing is wrong with the folder; what is wrong is added to the diagnostics. Null
    /// without its packages: whatever the compiler said then would be about them.
    /// </summary>
    /// <param name="elsewhere">Whether it will run where the files are not.</param>
    public static ApplicationCode? Load(
        ApplicationInputs inputs,
        FileRoutesSettings settings,
        PackageContexts packages,
        CompileCache? cache,
        bool debug,
        bool elsewhere,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        if (inputs.Packages is not { } wanted || new PackageResolver(inputs.Folder).TryResolve(wanted, diagnostics) is not { } resolved)
        {
            return null;
        }

        var code = new ApplicationCode(inputs, settings, packages.For(resolved), packages.Generators, cache, debug, elsewhere);
        PackageCheck.Run(code._packages, wanted, diagnostics);
        code.AddAssemblies(diagnostics);
        code.Key = CacheKey.Of(inputs, code._references, code._generators, debug);
        code.Compile(diagnostics, cancellationToken);
        code.Types =
        [
            .. code._assemblies.Where(assembly => assembly != code._given).SelectMany(TypesOf),
            .. code._given is { } given && code.Compiler.DeclaredTypes.ToHashSet() is var declared ? TypesOf(given).Where(type => declared.Contains(type.FullName ?? "")) : [],
        ];
        return code;
    }

    /// <summary>Loads route files that were compiled against this code, into a place of their own.</summary>
    public LoadedImage Load(CompiledImage image) => new(image, new RouteLoadContext(_packages, _assemblies, _settings.IsLive));

    /// <summary>What of the files was compiled before, against the same code.</summary>
    /// <param name="together">Whether to look through what was compiled of many files too.</param>
    public IReadOnlyList<CompiledImage> FindCached(IReadOnlyList<SourceFile> files, bool together) => _cache?.FindAny(Key, files, together) ?? [];

    /// <summary>Keeps compiled route files for the next start. Where the application lives on, it does not wait for it.</summary>
    public void Keep(CompiledImage image)
    {
        if (_cache is null)
        {
            return;
        }

        var saving = Task.Run(() =>
        {
            _cache.Save(Key, image);
            _cache.Prune();
        });
        if (!_settings.IsLive)
        {
            saving.Wait();
        }
    }

    /// <summary>The types of an assembly that can be loaded.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private void Compile(List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (_settings.SharedAssembly is null && _inputs.Shared.Count > 0)
        {
            _sharedImage = Find(_inputs.Shared, diagnostics)
                ?? Save(Compiler.CompileShared(diagnostics, cancellationToken));
        }

        var startup = _inputs.Startup is null ? null
            : Find([_inputs.Startup], diagnostics) ?? Save(Compiler.CompileStartup(_inputs.Startup, diagnostics, cancellationToken));
        if (diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            return;
        }

        foreach (var (name, image) in new[] { (ModuleNames.Shared, _sharedImage), (ModuleNames.Startup, startup) })
        {
            if (image is not null)
            {
                _images.Add((name, image));
                _assemblies.Add(Load(image).Assembly);
                _documentation.Add(image.Documentation);
            }
        }

        if (startup is not null)
        {
            Startup = RouteStartup.Load(_assemblies[^1], _inputs.Startup!.Path, diagnostics);
        }
    }

    private CompiledImage? Find(IReadOnlyList<SourceFile> files, List<RouteDiagnostic> diagnostics)
    {
        var image = _cache?.Find(Key, files);
        diagnostics.AddRange(image?.Warnings ?? []);
        return image;
    }

    private CompiledImage? Save(CompiledImage? image)
    {
        if (image is not null)
        {
            _cache?.Save(Key, image);
        }

        return image;
    }

    private void AddAssemblies(List<RouteDiagnostic> diagnostics)
    {
        foreach (var name in _settings.References)
        {
            if (LoadAssembly(nameof(FileRoutesOptions.References), name, diagnostics) is { } assembly)
            {
                AddReference(assembly);
            }
        }

        if (_settings.SharedAssembly is { } sharedName && LoadAssembly(nameof(FileRoutesOptions.SharedAssembly), sharedName, diagnostics) is { } shared)
        {
            AddReference(shared);
            _assemblies.Add(shared);
            _given = shared;
            if (Path.ChangeExtension(shared.Location, ".xml") is var comments && File.Exists(comments))
            {
                _documentation.Add(File.ReadAllBytes(comments));
            }
        }
    }

    private void AddReference(Assembly assembly)
    {
        if (!ReferenceFiles.All.Concat(_references).Any(reference => string.Equals(Path.GetFileName(reference), Path.GetFileName(assembly.Location), StringComparison.OrdinalIgnoreCase)))
        {
            _references.Add(assembly.Location);
        }
    }

    private Assembly? LoadAssembly(string setting, string name, List<RouteDiagnostic> diagnostics)
    {
        try
        {
            return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                ? System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(name, _inputs.Folder.Root))
                : Assembly.Load(new AssemblyName(name));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            diagnostics.Add(RouteDiagnostics.AssemblyNotFound(setting, name, exception.Message.Split('\n')[0].Trim()));
            return null;
        }
    }
}
