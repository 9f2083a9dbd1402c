using System.Collections.Immutable;
using System.Text;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>
/// Compiles the code of one folder with Roslyn: first the shared code, then the files that use it. Creating an instance loads Roslyn, so a
/// start from a complete compile cache creates none.
/// </summary>
/// <remarks>All compilations derive from one, so that Roslyn reads the references once.</remarks>
internal sealed class RouteCompiler
{
    // CS8321: functions look unused, because the host calls them. CS0436: a generator writes the same attributes into each assembly.
    // CS1701 and CS1702: the framework's own assemblies refer to different versions of each other.
    private static readonly ImmutableDictionary<string, ReportDiagnostic> _ignored = ImmutableDictionary.CreateRange(
        new[] { "CS8321", "CS0436", "CS1701", "CS1702" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    // Shared by all compilers of the process, because Roslyn caches the metadata of a reference in its object.
    private static readonly Lazy<IReadOnlyList<PortableExecutableReference>> _hostReferences =
        new(() => [.. ReferenceFiles.All.Select(file => MetadataReference.CreateFromFile(file))]);

    private static readonly Lazy<ReferenceNames> _hostNames = new(() => new ReferenceNames(_hostReferences.Value));

    private const int FewFiles = 4;

    // Of the process: the code that is warmed up is that of all compilers.
    private static int _warmUpRoundsLeft = 40;

    private readonly bool _debug;
    private readonly bool _allowsUnsafe;
    private readonly bool _isLive;
    private readonly SourceGenerators _generators;
    private readonly IReadOnlyList<RouteSource> _shared;
    private readonly CSharpCompilation _sharedCompilation;
    private readonly List<MetadataReference> _references;
    private readonly Lazy<CSharpCompilation> _routeCompilation;
    private readonly Lazy<ReferenceSelection> _selection;

    /// <param name="references">Assemblies besides those of the host. One of the same name replaces the host's.</param>
    /// <param name="sharedImage">The compiled shared code; null if it is not compiled yet, or if another assembly has it.</param>
    /// <param name="generators">The source generators.</param>
    /// <param name="isLive">
    /// True in development: after <see cref="AllowSelection"/>, a few files are compiled against selected references.
    /// </param>
    public RouteCompiler(
        ApplicationInputs inputs,
        IEnumerable<string> references,
        CompiledImage? sharedImage,
        SourceGenerators generators,
        CompileMode mode,
        bool isLive = false)
    {
        _isLive = isLive;
        var sources = new SourceFileResolver([], mode == CompileMode.Portable ? null : inputs.Folder.Root);
        _debug = mode == CompileMode.Debug;
        _allowsUnsafe = inputs.AllowsUnsafe;
        _generators = generators;
        _shared = [.. inputs.Shared.Select(file => RouteSource.Parse(file, _debug))];
        var own = references.ToDictionary(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase);
        _references =
        [
            .. _hostReferences.Value.Where(reference => !own.ContainsKey(Path.GetFileName(reference.FilePath!))),
            .. own.Values.Select(file => MetadataReference.CreateFromFile(file)),
        ];
        _sharedCompilation = Create(sources, ModuleNames.Shared, _references)
            .AddSyntaxTrees(Parse(PageFunctions + Visibility));
        if (sharedImage is not null)
        {
            _references.Add(MetadataReference.CreateFromImage(sharedImage.Assembly));
        }

        _routeCompilation = new(() => Create(sources, ModuleNames.Routes, _references).AddSyntaxTrees(Parse(GlobalUsings)));
        _selection = new(() => new ReferenceSelection(_hostNames.Value, _routeCompilation.Value));
    }

    /// <summary>Gets the full names of the types of the shared code.</summary>
    public IEnumerable<string> DeclaredTypes => _shared.SelectMany(source => source.DeclaredTypes);

    /// <summary>Gets the references that a few files are compiled against.</summary>
    public ReferenceSelection Selection => _selection.Value;

    private string GlobalUsings => string.Concat(_shared
        .SelectMany(source => source.Root.Usings)
        .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None))
        .Select(directive => directive.ToString() + "\n"));

    /// <summary>Gets the directive for shared code beside pages. Files in <c>app/</c> themselves have it as well.</summary>
    private string PageFunctions => _shared.Any(source => source.Path.StartsWith(RouteFolder.App + "/", StringComparison.Ordinal))
        ? "global using static global::FileRoutedApi.PageFunctions;\n"
        : "";

    private static string Visibility => string.Concat(new[] { ModuleNames.Routes, ModuleNames.Startup }
        .Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));

    /// <summary>
    /// Compiles the shared code. Returns null if it has errors, which are added to the diagnostics. Other files can still be compiled
    /// against it.
    /// </summary>
    public CompiledImage? CompileShared(List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        List<WrittenSource> sources = [.. _shared.Select(source => new WrittenSource(source, source.Root.SyntaxTree))];
        var code = _generators.Add(_sharedCompilation, sources, cancellationToken);
        _references.Add(code.Compilation.ToMetadataReference());
        List<RouteDiagnostic> missing = [.. _shared.SelectMany(_generators.FindMissing)];
        diagnostics.AddRange(missing);
        return missing.Count > 0 ? null : Emission.Emit(code, sources, diagnostics, cancellationToken);
    }

    /// <summary>Compiles the start-up file. Returns null if it has errors, which are added to the diagnostics.</summary>
    public CompiledImage? CompileStartup(SourceFile file, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        // The errors of this library come first, because the compiler reports the same mistakes in less helpful words.
        var source = RouteSource.Parse(file, _debug);
        diagnostics.AddRange(_generators.FindMissing(source));
        if (source.HasSyntaxErrors(diagnostics) || RouteSyntax.AnalyzeStartup(source, diagnostics) is not { } syntax
            || diagnostics.Any(diagnostic => diagnostic.File == file.Path && diagnostic.IsError))
        {
            return null;
        }

        var written = new WrittenSource(source, ModuleWriter.Write(source, syntax, null, RouteSource.ParseOptions(_debug)));
        var code = _generators.Add(RouteCompilationFor([file]).WithAssemblyName(ModuleNames.Startup), [written], cancellationToken);
        return Emission.Emit(code, [written], diagnostics, cancellationToken);
    }

    /// <summary>Compiles route files into one assembly. All errors and warnings are added to the diagnostics.</summary>
    /// <param name="skipFilesWithErrors">True to compile the other files if some have errors; false to compile all files or none.</param>
    /// <returns>The image; null if nothing was compiled.</returns>
    public CompiledImage? CompileRoutes(
        IReadOnlyList<RouteContent> routes, bool skipFilesWithErrors, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var modules = Analyze(routes, diagnostics);
        var isValid = !diagnostics.Any(diagnostic => diagnostic.IsError);
        var canSelect = isValid && CanSelectReferences(modules);
        if (canSelect && TryEmitWithSelection(modules, cancellationToken) is { } edited)
        {
            return AddWarnings(edited, diagnostics);
        }

        while (modules.Count > 0 && (isValid || skipFilesWithErrors))
        {
            var found = new List<RouteDiagnostic>();
            var code = Generate(modules, cancellationToken);
            if (Emission.TryEmit(code, modules, found, cancellationToken) is { } image)
            {
                if (canSelect)
                {
                    Selection.Learn(code.Compilation, cancellationToken);
                }

                return AddWarnings(image, diagnostics);
            }

            canSelect = false;

            // Emit does not report every error when it fails, so the files that fail are checked again on their own.
            isValid = false;
            var failed = modules.Where(module => !skipFilesWithErrors || HasError(module, found)).ToList();
            failed = failed.Count > 0 ? failed : modules;
            diagnostics.AddRange(Emission.Check(Generate(failed, cancellationToken), failed, cancellationToken));
            modules = [.. modules.Except(failed)];
        }

        if (!skipFilesWithErrors && !isValid && modules.Count > 0)
        {
            diagnostics.AddRange(Emission.Check(Generate(modules, cancellationToken), modules, cancellationToken).Except(diagnostics));
        }

        return null;
    }

    /// <summary>
    /// Allows compiling a few files against selected references. Reading the names of all references takes longer than a compilation, so
    /// the first start does not wait for it.
    /// </summary>
    public static void AllowSelection() => _ = _hostNames.Value;

    /// <summary>
    /// Compiles files one by one and discards the result. The runtime optimizes code that was called often, so the next file compiles fast.
    /// Other compilers of the process profit too, so they compile one file only.
    /// </summary>
    /// <param name="pause">Called before each file. It blocks while more urgent work is done.</param>
    public void WarmUp(IReadOnlyList<RouteContent> routes, Action<CancellationToken> pause, CancellationToken cancellationToken)
    {
        AllowSelection();
        for (var round = 0; routes.Count > 0 && !cancellationToken.IsCancellationRequested; round++)
        {
            // The first round prepares what belongs to this compiler.
            if (Interlocked.Decrement(ref _warmUpRoundsLeft) < 0 && round > 0)
            {
                return;
            }

            pause(cancellationToken);
            CompileRoutes([routes[round % routes.Count]], skipFilesWithErrors: false, [], cancellationToken);
        }
    }

    // A source generator may write other code if it does not find a type.
    private bool CanSelectReferences(List<WrittenSource> modules) =>
        _isLive
        && _hostNames.IsValueCreated
        && modules.Count is > 0 and <= FewFiles
        && !modules.Any(module => _generators.IsUsedBy(module.Source));

    private CompiledImage? TryEmitWithSelection(List<WrittenSource> modules, CancellationToken cancellationToken) =>
        Selection.For(modules.Select(module => module.Tree)) is { } compilation
            ? Emission.TryEmit(
                _generators.Add(WithOptionsFor([.. modules.Select(module => module.File)], compilation), modules, cancellationToken),
                modules,
                [],
                cancellationToken)
            : null;

    private static bool HasError(WrittenSource module, List<RouteDiagnostic> found) =>
        found.Any(diagnostic => diagnostic.File == module.File.Path && diagnostic.IsError);

    /// <summary>
    /// Adds the warnings of an image to the diagnostics, and the warnings about its files to the image, which is cached with them.
    /// </summary>
    private static CompiledImage AddWarnings(CompiledImage image, List<RouteDiagnostic> diagnostics)
    {
        var paths = image.Files.Select(file => file.Path).ToHashSet();
        var warnings = diagnostics.Where(diagnostic => !diagnostic.IsError && paths.Contains(diagnostic.File ?? ""));
        image = image with { Warnings = [.. image.Warnings, .. warnings] };
        diagnostics.AddRange(image.Warnings.Except(diagnostics));
        return image;
    }

    private GeneratedCode Generate(IReadOnlyList<WrittenSource> modules, CancellationToken cancellationToken) =>
        _generators.Add(RouteCompilationFor([.. modules.Select(module => module.File)]), modules, cancellationToken);

    private CSharpCompilation RouteCompilationFor(IReadOnlyList<SourceFile> files) => WithOptionsFor(files, _routeCompilation.Value);

    // For a few files, several threads are slower than one.
    private CSharpCompilation WithOptionsFor(IReadOnlyList<SourceFile> files, CSharpCompilation compilation)
    {
        var changed = compilation.Options
            .WithConcurrentBuild(files.Count > FewFiles)
            .WithAllowUnsafe(_allowsUnsafe || files.Any(UnsafeCode.IsAllowedIn));
        return changed.Equals(compilation.Options) ? compilation : compilation.WithOptions(changed);
    }

    private CSharpCompilation Create(SourceFileResolver sources, string name, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            name,
            [Parse(ImplicitUsings.Text)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(_debug ? OptimizationLevel.Debug : OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithDeterministic(true)
                .WithAllowUnsafe(_allowsUnsafe)
                .WithConcurrentBuild(true)
                .WithSourceReferenceResolver(sources)
                .WithSpecificDiagnosticOptions(_ignored));

    // A file that cannot be wrapped is left out and the others are compiled, so that one run shows every error.
    private List<WrittenSource> Analyze(IReadOnlyList<RouteContent> routes, List<RouteDiagnostic> diagnostics)
    {
        var modules = new List<WrittenSource>();
        foreach (var (route, file) in routes)
        {
            var found = new List<RouteDiagnostic>();
            var source = RouteSource.Parse(file, _debug);
            found.AddRange(_generators.FindMissing(source));
            if (!source.HasSyntaxErrors(found)
                && RouteSyntax.Analyze(source, route, found) is var syntax
                && !found.Any(diagnostic => diagnostic.IsError))
            {
                modules.Add(new(source, ModuleWriter.Write(source, syntax, route, RouteSource.ParseOptions(_debug))));
            }

            diagnostics.AddRange(found);
        }

        return modules;
    }

    private SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), RouteSource.ParseOptions(_debug));
}
