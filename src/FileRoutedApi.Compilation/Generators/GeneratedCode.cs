using FileRoutedApi.Compilation.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>A compilation with the code that source generators wrote for it.</summary>
/// <param name="Trees">The generated code.</param>
/// <param name="Users">The files that the generators ran for.</param>
/// <param name="Found">The diagnostics of the generators.</param>
/// <param name="Failures">The generators that cannot be loaded.</param>
internal sealed record GeneratedCode(
    CSharpCompilation Compilation,
    IReadOnlySet<SyntaxTree> Trees,
    IReadOnlyList<WrittenSource> Users,
    IReadOnlyList<Diagnostic> Found,
    IReadOnlyList<RouteDiagnostic> Failures)
{
    /// <summary>Gets the warnings and errors of the generators, with places in the user's files.</summary>
    public IEnumerable<RouteDiagnostic> Diagnostics => Failures.Concat(Found
        .Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Select(diagnostic => CreateAt(diagnostic, PlaceOf(diagnostic.Location))))
        .Distinct();

    /// <summary>
    /// Returns the errors and warnings of the compiler, with places in the user's files. Warnings about generated code are left out,
    /// because the user cannot change that code.
    /// </summary>
    public IEnumerable<RouteDiagnostic> ForUser(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => !diagnostic.IsSuppressed && (diagnostic.Severity == DiagnosticSeverity.Error || IsWarningOfUser(diagnostic)))
        .Select(diagnostic => IsGenerated(diagnostic)
            ? CreateAt(diagnostic, PlaceOfUser(diagnostic.Location))
            : CompilerDiagnostic.Create(diagnostic))
        .Distinct();

    // Hidden lines were written by ModuleWriter. A warning about them would not help the user.
    private bool IsWarningOfUser(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Warning
        && diagnostic.Location.SourceTree is { } tree && !Trees.Contains(tree)
        && tree.GetLineVisibility(diagnostic.Location.SourceSpan.Start) is LineVisibility.Visible or LineVisibility.BeforeFirstLineDirective;

    private bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && Trees.Contains(tree);

    private RouteDiagnostic CreateAt(Diagnostic diagnostic, Location? place) => place is null
        ? CompilerDiagnostic.Create(diagnostic) with { File = Users[0].File.Path, Line = 1, Column = 1 }
        : CompilerDiagnostic.Create(diagnostic, place);

    /// <summary>
    /// Returns the place of a diagnostic. Some generators report only a path and a position, which refer to the wrapped file.
    /// </summary>
    private Location? PlaceOf(Location location) => location.Kind switch
    {
        LocationKind.SourceFile => IsUsers(location.SourceTree!) ? location : PlaceOfUser(location),
        LocationKind.ExternalFile when location.GetLineSpan().Path is var path =>
            Users.Select(user => user.Tree)
                .FirstOrDefault(tree => tree.FilePath == path && location.SourceSpan.End <= tree.Length)
                ?.GetLocation(location.SourceSpan)
                ?? (Users.Any(user => user.File.Path == path) ? location : null),
        _ => null,
    };

    /// <summary>Returns the place that code was generated for: the user's part of the same member or type.</summary>
    private Location? PlaceOfUser(Location generated)
    {
        var tree = generated.SourceTree!;
        var model = Compilation.GetSemanticModel(tree);
        return tree.GetRoot().FindNode(generated.SourceSpan).AncestorsAndSelf()
            .OfType<MemberDeclarationSyntax>()
            .Select(member => model.GetDeclaredSymbol(member))
            .SelectMany(symbol => new[] { (symbol as IMethodSymbol)?.PartialDefinitionPart, symbol }.OfType<ISymbol>())
            .SelectMany(symbol => symbol.Locations)
            .FirstOrDefault(location => location.SourceTree is { } found && IsUsers(found));
    }

    private bool IsUsers(SyntaxTree tree) => !Trees.Contains(tree) && tree.FilePath.Length > 0;
}
