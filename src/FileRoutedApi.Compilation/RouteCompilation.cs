using System.Collections.Immutable;
using System.Text;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation;

/// <summary>The compilations of a folder: the shared code of <c>_lib</c> as one assembly, the modules as another that sees its internals.</summary>
internal sealed class RouteCompilation
{
    private const string ModulesAssembly = "FileRoutedApi.Routes";
    private const string SharedAssembly = "FileRoutedApi.Routes.Shared";

    private readonly RouteFolder _folder;
    private readonly bool _debug;
    private readonly CSharpParseOptions _parse;

    /// <param name="debug">Whether the code is for stepping through rather than for speed.</param>
    public RouteCompilation(
        RouteFolder folder, IReadOnlyList<RouteSource> shared, IReadOnlyList<(RouteSource Source, RouteSyntax Syntax)> modules, bool debug)
    {
        _folder = folder;
        _debug = debug;
        _parse = RouteSource.ParseOptions(debug);
        var references = ReferenceAssemblies.All;
        if (shared.Count > 0)
        {
            Shared = Create(
                SharedAssembly,
                [.. shared.Select(source => source.Root.SyntaxTree), Parse($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{ModulesAssembly}\")]")],
                references);
            references = [.. references, Shared.ToMetadataReference()];
        }

        Modules = Create(
            ModulesAssembly,
            [.. modules.Select(module => ModuleWriter.Write(module.Source, module.Syntax, _parse)), Parse(GlobalUsingsOf(shared))],
            references);
    }

    /// <summary>The shared code, where there is any.</summary>
    public CSharpCompilation? Shared { get; }

    /// <summary>The modules.</summary>
    public CSharpCompilation Modules { get; }

    /// <summary>What the compiler has to say of every file, errors and warnings, each once.</summary>
    public IEnumerable<RouteDiagnostic> GetDiagnostics(CancellationToken cancellationToken) =>
        ForUser([.. Shared?.GetDiagnostics(cancellationToken) ?? [], .. Modules.GetDiagnostics(cancellationToken)]);

    /// <summary>
    /// The assembly and its symbols, with the warnings of the way there; null where there are errors, of which this
    /// does not show all.
    /// </summary>
    public static (MemoryStream Assembly, MemoryStream Symbols)? TryEmit(
        CSharpCompilation compilation, List<RouteDiagnostic> warnings, CancellationToken cancellationToken)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var result = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellationToken);
        if (!result.Success)
        {
            return null;
        }

        warnings.AddRange(ForUser(result.Diagnostics));
        assembly.Position = symbols.Position = 0;
        return (assembly, symbols);
    }

    private static IEnumerable<RouteDiagnostic> ForUser(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => !diagnostic.IsSuppressed && (diagnostic.Severity == DiagnosticSeverity.Error || IsWarningOfUser(diagnostic)))
        .Select(CompilerDiagnostic.Create)
        .Distinct();

    // What is hidden was written by the wrapper, and is not the user's business.
    private static bool IsWarningOfUser(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Warning
        && diagnostic.Location.SourceTree is { } tree
        && tree.GetLineVisibility(diagnostic.Location.SourceSpan.Start) is LineVisibility.Visible or LineVisibility.BeforeFirstLineDirective;

    private static string GlobalUsingsOf(IEnumerable<RouteSource> shared) => string.Concat(shared
        .SelectMany(source => source.Root.Usings)
        .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None))
        .Select(directive => directive.ToString() + "\n"));

    private SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), _parse);

    private CSharpCompilation Create(string name, IEnumerable<SyntaxTree> trees, IReadOnlyList<MetadataReference> references) =>
        CSharpCompilation.Create(
            name,
            [.. trees, Parse(ImplicitUsings.Text)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(_debug ? OptimizationLevel.Debug : OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithDeterministic(true)
                .WithConcurrentBuild(true)
                .WithSourceReferenceResolver(new SourceFileResolver([], _folder.Root))
                .WithSpecificDiagnosticOptions(_ignored));

    // A function that nobody calls is called by the host; the rest is about versions of the framework's own assemblies.
    private static readonly ImmutableDictionary<string, ReportDiagnostic> _ignored = ImmutableDictionary.CreateRange<string, ReportDiagnostic>(
        new[] { "CS8321", "CS1701", "CS1702" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));
}
