using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation;

/// <summary>One assembly of a folder's code.</summary>
/// <param name="compilation">Its trees and references.</param>
internal sealed class RouteCompilation(CSharpCompilation compilation)
{
    // A function that nobody calls is called by the host; the rest is about versions of the framework's own assemblies.
    private static readonly ImmutableDictionary<string, ReportDiagnostic> _ignored = ImmutableDictionary.CreateRange<string, ReportDiagnostic>(
        new[] { "CS8321", "CS1701", "CS1702" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    /// <summary>The assembly as something to compile against.</summary>
    public MetadataReference Reference => compilation.ToMetadataReference();

    /// <param name="name">The name of the assembly.</param>
    /// <param name="trees">What the user wrote, wrapped where it has to be.</param>
    /// <param name="text">What the compiler needs besides: usings and attributes.</param>
    /// <param name="debug">Whether the code is for stepping through rather than for speed.</param>
    public static RouteCompilation Create(
        RouteFolder folder, string name, IEnumerable<SyntaxTree> trees, string text, IEnumerable<MetadataReference> references, bool debug) =>
        new(CSharpCompilation.Create(
            name,
            [.. trees, Parse(text, debug), Parse(ImplicitUsings.Text, debug)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(debug ? OptimizationLevel.Debug : OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithDeterministic(true)
                .WithConcurrentBuild(true)
                .WithSourceReferenceResolver(new SourceFileResolver([], folder.Root))
                .WithSpecificDiagnosticOptions(_ignored)));

    /// <summary>What the compiler has to say of every file, errors and warnings, each once.</summary>
    public IEnumerable<RouteDiagnostic> GetDiagnostics(CancellationToken cancellationToken) => ForUser(compilation.GetDiagnostics(cancellationToken));

    /// <summary>
    /// Compiles and loads the assembly, with the warnings of the way there; null where there are errors, of which this
    /// does not show all. Asking for all of them first would bind everything twice.
    /// </summary>
    /// <param name="documentation">Gets the documentation comments of the types.</param>
    public Assembly? TryLoad(
        RouteLoadContext context, List<Stream> documentation, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var comments = new MemoryStream();
        var result = compilation.Emit(
            assembly,
            symbols,
            comments,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellationToken);
        if (!result.Success)
        {
            return null;
        }

        diagnostics.AddRange(ForUser(result.Diagnostics));
        assembly.Position = symbols.Position = comments.Position = 0;
        documentation.Add(comments);
        return context.LoadFromStream(assembly, symbols);
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

    private static SyntaxTree Parse(string text, bool debug) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), RouteSource.ParseOptions(debug));
}
