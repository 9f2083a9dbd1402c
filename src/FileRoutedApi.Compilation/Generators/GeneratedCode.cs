using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>A compilation with the code that source generators wrote for it.</summary>
/// <param name="Trees">The generated code.</param>
/// <param name="Users">The files that it was written for.</param>
/// <param name="Found">What the generators reported.</param>
/// <param name="Failures">The generators that cannot be loaded.</param>
internal sealed record GeneratedCode(
    CSharpCompilation Compilation,
    IReadOnlySet<SyntaxTree> Trees,
    IReadOnlyList<WrittenSource> Users,
    IReadOnlyList<Diagnostic> Found,
    IReadOnlyList<RouteDiagnostic> Failures)
{
    /// <summary>What generators reported, with places in the user's files.</summary>
    public IEnumerable<RouteDiagnostic> Diagnostics => Failures.Concat(Found
        .Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Select(diagnostic => CreateAt(diagnostic, PlaceOf(diagnostic.Location))))
        .Distinct();

    /// <summary>What the compiler found, with places in the user's files. Warnings about generated code are left out: the user cannot change it.</summary>
    public IEnumerable<RouteDiagnostic> ForUser(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => !diagnostic.IsSuppressed && (diagnostic.Severity == DiagnosticSeverity.Error || IsWarningOfUser(diagnostic)))
        .Select(diagnostic => IsGenerated(diagnostic) ? CreateAt(diagnostic, PlaceOfUser(diagnostic.Location)) : CompilerDiagnostic.Create(diagnostic))
        .Distinct();

    // What is hidden was written by the wrapper, and is not the user's business.
    private bool IsWarningOfUser(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Warning
        && diagnostic.Location.SourceTree is { } tree && !Trees.Contains(tree)
        && tree.GetLineVisibility(diagnostic.Location.SourceSpan.Start) is LineVisibility.Visible or LineVisibility.BeforeFirstLineDirective;

    private bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && Trees.Contains(tree);

    private RouteDiagnostic CreateAt(Diagnostic diagnostic, Location? place) => place is null
        ? CompilerDiagnostic.Create(diagnostic) with { File = Users[0].File.Path, Line = 1, Column = 1 }
        : CompilerDiagnostic.Create(diagnostic, place);

    /// <summary>Generators that keep no trees name a place by path and position, which are those of the wrapper.</summary>
    private Location? PlaceOf(Location location) => location.Kind switch
    {
        LocationKind.SourceFile => IsUsers(location.SourceTree!) ? location : PlaceOfUser(location),
        LocationKind.ExternalFile when location.GetLineSpan().Path is var path =>
            Users.Select(user => user.Tree).FirstOrDefault(tree => tree.FilePath == path && location.SourceSpan.End <= tree.Length)?.GetLocation(location.SourceSpan)
                ?? (Users.Any(user => user.File.Path == path) ? location : null),
        _ => null,
    };

    /// <summary>The place that generated code was written for: the user's part of the same member or type.</summary>
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
