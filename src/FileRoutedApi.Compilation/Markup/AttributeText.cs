using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Suggests how a hole among the attributes is written as the value of an attribute.</summary>
internal static class AttributeText
{
    private const int LongestExpression = 40;

    public static string Explain(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Explain(inner.Expression),
        ConditionalExpressionSyntax choice when NameIn(choice.WhenTrue) is { } name =>
            HtmlTexts.AttributeName(Hole(choice.Condition), name),
        IdentifierNameSyntax name => HtmlTexts.AttributeName(Hole(expression), NameOf(name.Identifier.ValueText)),
        MemberAccessExpressionSyntax member => HtmlTexts.AttributeName(Hole(expression), NameOf(member.Name.Identifier.ValueText)),
        _ => HtmlTexts.AttributeName(Hole(expression), "name"),
    };

    /// <summary>Returns a hole with an expression, or with a placeholder for a long one.</summary>
    public static string Hole(ExpressionSyntax expression) =>
        expression.Span.Length <= LongestExpression && !expression.ToString().Contains('\n', StringComparison.Ordinal)
            ? $"{{{expression}}}"
            : "{value}";

    private static string? NameIn(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression)
        && literal.Token.ValueText.Trim() is { Length: > 0 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? name
            : null;

    // 'isChecked' probably means the attribute 'checked'.
    private static string NameOf(string variable)
    {
        var name = variable.Length > 2 && variable.StartsWith("is", StringComparison.OrdinalIgnoreCase) && char.IsUpper(variable[2])
            ? variable[2..]
            : variable;
        return name.ToLowerInvariant();
    }
}
