using System.Collections.Immutable;
using System.Text;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Compiles the code of one folder: the shared code first, then what sees it. The way into the compiler: whoever does
/// not call it does not load it.
/// </summary>
/// <remarks>Compilations are derived from one, so that what was read of the references is read once.</remarks>
internal sealed class RouteCompiler
{
    // The host calls functions that look unused. CS0436 is about attributes that a generator writes into each assembly.
    // The rest is about versions of the framework's own assemblies.
    private static readonly ImmutableDictionary<string, ReportDiagnostic> _ignored = ImmutableDictionary.CreateRange<string, ReportDiagnostic>(
        new[] { "CS8321", "CS0436", "CS1701", "CS1702" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    // The same objects each time: the compiler keeps what it read of them.
    private static readonly Lazy<IReadOnlyList<PortableExecutableReference>> _host = new(() => [.. ReferenceFiles.All.Select(file => MetadataReference.CreateFromFile(file))]);

    private const int FewFiles = 4;
    private const int WarmingRounds = 40;

    private readonly bool _debug;
    private readonly bool _allowsUnsafe;
    private readonly SourceGenerators _generators;
    private readonly IReadOnlyList<RouteSource> _shared;
    private readonly CSharpCompilation _ofShared;
    private readonly List<MetadataReference> _references;
    private readonly Lazy<CSharpCompilation> _ofRoutes;

    /// <param name="references">Assemblies besides those of the host; one of the same name takes the place of the host's.</param>
    /// <param name="sharedImage">The shared code as it was compiled before; null where it was not, or where another assembly holds it.</param>
    /// <param name="generators">What writes code for attributes.</param>
    /// <param name="debug">Whether the code is for stepping through rather than for speed.</param>
    /// <param name="elsewhere">Whether it will run where the files are not: the symbols then name them as they are called in their folder.</param>
    public RouteCompiler(
        ApplicationInputs inputs, IEnumerable<string> references, CompiledImage? sharedImage, SourceGenerators generators, bool debug, bool elsewhere)
    {
        var sources = new SourceFileResolver([], elsewhere ? null : inputs.Folder.Root);
        _debug = debug;
        _allowsUnsafe = inputs.AllowsUnsafe;
        _generators = generators;
        _shared = [.. inputs.Shared.Select(file => RouteSource.Parse(file, debug))];
        var own = references.ToDictionary(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase);
        _references =
        [
            .. _host.Value.Where(reference => !own.ContainsKey(Path.GetFileName(reference.FilePath!))),
            .. own.Values.Select(file => MetadataReference.CreateFromFile(file)),
        ];
        _ofShared = Create(sources, ModuleNames.Shared, _references)
            .AddSyntaxTrees(Parse(Visibility));
        if (sharedImage is not null)
        {
            _references.Add(MetadataReference.CreateFromImage(sharedImage.Assembly));
        }

        _ofRoutes = new(() => Create(sources, ModuleNames.Routes, _references).AddSyntaxTrees(Parse(GlobalUsings)));
    }

    /// <summary>The full names of the types of the shared code.</summary>
    public IEnumerable<string> DeclaredTypes => _shared.SelectMany(source => source.DeclaredTypes);

    private string GlobalUsings => string.Concat(_shared
        .SelectMany(source => source.Root.Usings)
        .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None))
        .Select(directive => directive.ToString() + "\n"));

    private static string Visibility => string.Concat(
        new[] { ModuleNames.Routes, ModuleNames.Startup }.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));

    /// <summary>Compiles the shared code; null where there are errors, which are added to the diagnostics. Everything else then compiles against it as it is.</summary>
    public CompiledImage? CompileShared(List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var code = _generators.Add(_ofShared, [.. _shared.Select(source => new WrittenSource(source, source.Root.SyntaxTree))], cancellationToken);
        _references.Add(code.Compilation.ToMetadataReference());
        List<RouteDiagnostic> missing = [.. _shared.SelectMany(_generators.FindMissing)];
        diagnostics.AddRange(missing);
        return missing.Count > 0 ? null : Emit(code, [.. _shared.Select(source => source.File)], diagnostics, cancellationToken);
    }

    /// <summary>Compiles the start-up file; null where there are errors, which are added to the diagnostics.</summary>
    public CompiledImage? CompileStartup(SourceFile file, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        // What is wrong with its shape is said in words of our own; the compiler would only say it again in others.
        var source = RouteSource.Parse(file, _debug);
        diagnostics.AddRange(_generators.FindMissing(source));
        if (source.HasSyntaxErrors(diagnostics) || RouteSyntax.AnalyzeStartup(source, diagnostics) is not { } syntax
            || diagnostics.Any(diagnostic => diagnostic.File == file.Path && diagnostic.IsError))
        {
            return null;
        }

        var written = new WrittenSource(source, ModuleWriter.Write(source, syntax, null, RouteSource.ParseOptions(_debug)));
        return Emit(_generators.Add(OfRoutes([file]).WithAssemblyName(ModuleNames.Startup), [written], cancellationToken), [file], diagnostics, cancellationToken);
    }

    /// <summary>
    /// Compiles route files into one assembly. What is wrong with any of them is added to the diagnostics, all of it.
    /// </summary>
    /// <param name="leaveOut">Whether files with errors are left out and the others compiled; otherwise nothing is.</param>
    /// <returns>The image; null where there is nothing to run.</returns>
    public CompiledImage? CompileRoutes(
        IReadOnlyList<(RouteFile Route, SourceFile File)> routes, bool leaveOut, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var modules = Analyze(routes, diagnostics);
        var sound = !diagnostics.Any(diagnostic => diagnostic.IsError);
        while (modules.Count > 0 && (sound || leaveOut))
        {
            var found = new List<RouteDiagnostic>();
            if (TryEmit(Generate(modules, cancellationToken), [.. modules.Select(module => module.File)], found, cancellationToken) is { } image)
            {
                var own = image.Files.Select(file => file.Path).ToHashSet();
                image = image with { Warnings = [.. image.Warnings, .. diagnostics.Where(warning => !warning.IsError && own.Contains(warning.File ?? ""))] };
                diagnostics.AddRange(image.Warnings.Except(diagnostics));
                return image;
            }

            // What the compiler says when it gives up is not all, so those that fail are asked again by themselves.
            sound = false;
            var failed = modules.Where(module => !leaveOut || found.Any(diagnostic => diagnostic.File == module.File.Path && diagnostic.IsError)).ToList();
            failed = failed.Count > 0 ? failed : modules;
            diagnostics.AddRange(Check(Generate(failed, cancellationToken), cancellationToken));
            modules = [.. modules.Except(failed)];
        }

        if (!leaveOut && !sound && modules.Count > 0)
        {
            diagnostics.AddRange(Check(Generate(modules, cancellationToken), cancellationToken).Except(diagnostics));
        }

        return null;
    }

    /// <summary>Compiles files one by one for nothing, so that the next one is compiled fast: the runtime makes its best code of what was called often.</summary>
    /// <param name="pause">Called before each of them.</param>
    public void WarmUp(IReadOnlyList<(RouteFile Route, SourceFile File)> routes, Action<CancellationToken> pause, CancellationToken cancellationToken)
    {
        for (var round = 0; round < WarmingRounds && routes.Count > 0 && !cancellationToken.IsCancellationRequested; round++)
        {
            pause(cancellationToken);
            var modules = Analyze([routes[round % routes.Count]], []);
            TryEmit(Generate(modules, cancellationToken), [], [], cancellationToken);
        }
    }

    private GeneratedCode Generate(IReadOnlyList<WrittenSource> modules, CancellationToken cancellationToken) =>
        _generators.Add(OfRoutes([.. modules.Select(module => module.File)]), modules, cancellationToken);

    // One file has nothing to share among threads: they only get in each other's way.
    private CSharpCompilation OfRoutes(IReadOnlyList<SourceFile> files)
    {
        var options = _ofRoutes.Value.Options;
        var wanted = options
            .WithConcurrentBuild(files.Count > FewFiles)
            .WithAllowUnsafe(_allowsUnsafe || files.Any(UnsafeCode.IsAllowedIn));
        return wanted.Equals(options) ? _ofRoutes.Value : _ofRoutes.Value.WithOptions(wanted);
    }

    private CSharpCompilation Create(SourceFileResolver sources, string name, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
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

    // A file that cannot be wrapped is left out, and all others are compiled, so that one run shows every error.
    private List<WrittenSource> Analyze(IReadOnlyList<(RouteFile Route, SourceFile File)> routes, List<RouteDiagnostic> diagnostics)
    {
        var modules = new List<WrittenSource>();
        foreach (var (route, file) in routes)
        {
            var found = new List<RouteDiagnostic>();
            var source = RouteSource.Parse(file, _debug);
            found.AddRange(_generators.FindMissing(source));
            if (!source.HasSyntaxErrors(found) && RouteSyntax.Analyze(source, route.Role, found) is var syntax && !found.Any(diagnostic => diagnostic.IsError))
            {
                modules.Add(new(source, ModuleWriter.Write(source, syntax, route, RouteSource.ParseOptions(_debug))));
            }

            diagnostics.AddRange(found);
        }

        return modules;
    }

    private static CompiledImage? Emit(GeneratedCode code, IReadOnlyList<SourceFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var found = new List<RouteDiagnostic>();
        if (TryEmit(code, files, found, cancellationToken) is { } image)
        {
            diagnostics.AddRange(image.Warnings);
            return image;
        }

        diagnostics.AddRange(Check(code, cancellationToken));
        return null;
    }

    private static CompiledImage? TryEmit(GeneratedCode code, IReadOnlyList<SourceFile> files, List<RouteDiagnostic> errors, CancellationToken cancellationToken)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        using var comments = new MemoryStream();
        List<RouteDiagnostic> ofGenerators = [.. code.Diagnostics];
        var result = code.Compilation.Emit(
            assembly,
            symbols,
            files.Any(HasComments) ? comments : null,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellationToken);
        List<RouteDiagnostic> found = [.. ofGenerators, .. code.ForUser(result.Diagnostics)];
        if (!result.Success || ofGenerators.Any(diagnostic => diagnostic.IsError))
        {
            errors.AddRange(found);
            return null;
        }

        return new CompiledImage(assembly.ToArray(), symbols.ToArray(), comments.ToArray(), [.. files.Select(file => new ImageFile(file.Path, file.Hash))], found);
    }

    private static IEnumerable<RouteDiagnostic> Check(GeneratedCode code, CancellationToken cancellationToken) =>
        code.Diagnostics.Concat(code.ForUser(code.Compilation.GetDiagnostics(cancellationToken)));

    private static bool HasComments(SourceFile file) => file.Bytes.AsSpan().IndexOf("///"u8) >= 0;

    private SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), RouteSource.ParseOptions(_debug));
}
