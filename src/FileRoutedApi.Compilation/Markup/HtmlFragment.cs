using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>An expression that the compiler converts to <see cref="Html"/>: an interpolated string, or a sum of several.</summary>
internal sealed record HtmlFragment(IReadOnlyList<InterpolatedStringExpressionSyntax> Strings)
{
    /// <summary>Returns the fragments of a file, the nested ones too.</summary>
    public static IEnumerable<HtmlFragment> FindAll(SyntaxNode root, SemanticModel model, CancellationToken cancellationToken)
    {
        var outermost = root.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>().Select(OutermostOf).Distinct();
        foreach (var expression in outermost)
        {
            List<ExpressionSyntax> parts = [.. PartsOf(expression)];
            if (parts.TrueForAll(part => part is InterpolatedStringExpressionSyntax) && IsConverted(expression, model, cancellationToken))
            {
                yield return new HtmlFragment([.. parts.Cast<InterpolatedStringExpressionSyntax>()]);
            }
        }
    }

    /// <summary>Returns true for the type <see cref="Html"/>.</summary>
    public static bool IsHtml(ITypeSymbol? type) => type is
    {
        Name: nameof(Html),
        ContainingType: null,
        ContainingNamespace: { Name: nameof(FileRoutedApi), ContainingNamespace.IsGlobalNamespace: true },
    };

    private static ExpressionSyntax OutermostOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ParenthesizedExpressionSyntax parent => OutermostOf(parent),
        BinaryExpressionSyntax parent when parent.IsKind(SyntaxKind.AddExpression) => OutermostOf(parent),
        _ => expression,
    };

    private static IEnumerable<ExpressionSyntax> PartsOf(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => PartsOf(inner.Expression),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => PartsOf(sum.Left).Concat(PartsOf(sum.Right)),
        _ => [expression],
    };

    // The semantic model has no converted type for the operand of a cast and for an element of a collection expression.
    private static bool IsConverted(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression.Parent switch
        {
            CastExpressionSyntax cast => IsHtml(model.GetTypeInfo(cast, cancellationToken).Type),
            ExpressionElementSyntax { Parent: CollectionExpressionSyntax collection } =>
                IsHtml(ElementOf(model.GetTypeInfo(collection, cancellationToken).ConvertedType)),
            _ => IsHtml(model.GetTypeInfo(expression, cancellationToken).ConvertedType),
        };

    private static ITypeSymbol? ElementOf(ITypeSymbol? collection) => collection switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };
}
