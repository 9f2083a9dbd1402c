using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Checks the interpolated strings that become <see cref="Html"/> in the files of a compilation.</summary>
internal sealed class MarkupCheck(CSharpCompilation compilation, IReadOnlyList<WrittenSource> sources)
{
    /// <summary>Returns the mistakes: holes where their value cannot be encoded, and text that would be shown instead of used.</summary>
    public IReadOnlyList<RouteDiagnostic> FindMistakes(CancellationToken cancellationToken)
    {
        var diagnostics = new List<RouteDiagnostic>();
        foreach (var source in sources.Where(MayHaveHtml))
        {
            var model = ModelOf(source.Tree);
            var check = new HoleCheck(model, diagnostics);
            foreach (var fragment in HtmlFragment.FindAll(source.Tree.GetRoot(cancellationToken), model, cancellationToken))
            {
                check.Check(fragment);
            }
        }

        return diagnostics;
    }

    // The types of expressions are enough; the analysis of null values would take longer than all the rest.
#pragma warning disable RSEXPERIMENTAL001
    private SemanticModel ModelOf(SyntaxTree tree) => compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001

    // Binding a file costs as much as compiling a part of it, so it is done only where there may be something to find. A text without
    // any '<' has no wrong places.
    private static bool MayHaveHtml(WrittenSource source) =>
        HasInterpolatedString(source.File)
        && (source.File.Bytes.AsSpan().IndexOf("Html"u8) >= 0 || source.Tree.GetRoot().DescendantTokens().Any(IsTextWithMarkup));

    private static bool HasInterpolatedString(SourceFile file) =>
        file.Bytes.AsSpan().IndexOf("$\""u8) >= 0 || file.Bytes.AsSpan().IndexOf("$@\""u8) >= 0;

    private static bool IsTextWithMarkup(SyntaxToken token) =>
        token.IsKind(SyntaxKind.InterpolatedStringTextToken) && token.ValueText.Contains('<', StringComparison.Ordinal);
}
