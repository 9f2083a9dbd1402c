using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Finds the text with tags that an expression of the type <c>string</c> is made from.</summary>
/// <remarks>It follows variables and functions of the same file, and the calls that combine strings.</remarks>
internal sealed class MarkupStrings(SyntaxNode root, SemanticModel model)
{
    private readonly Lazy<ILookup<string, ExpressionSyntax>> _assigned = new(() => root.DescendantNodes()
        .OfType<AssignmentExpressionSyntax>()
        .Where(assignment => assignment.Left is IdentifierNameSyntax)
        .ToLookup(assignment => ((IdentifierNameSyntax)assignment.Left).Identifier.ValueText, assignment => assignment.Right));

    /// <summary>A text with tags.</summary>
    /// <param name="Place">The text, or the variable or call that it comes from.</param>
    /// <param name="Fix">One of <see cref="HtmlTexts"/>.</param>
    public readonly record struct Found(ExpressionSyntax Place, string Fix);

    /// <summary>Returns the first text with tags of a hole; null if it has none, or if it is not encoded.</summary>
    public Found? Find(ExpressionSyntax hole) => Find(hole, HtmlTexts.UseHtml, []);

    private Found? Find(ExpressionSyntax? expression, string fix, HashSet<SyntaxNode> visited)
    {
        if (expression is null || !visited.Add(expression))
        {
            return null;
        }

        return expression switch
        {
            LiteralExpressionSyntax literal => HtmlNames.HasMarkup(literal.Token.ValueText) ? new(literal, fix) : null,
            InterpolatedStringExpressionSyntax text => FindIn(text, fix, visited),
            ParenthesizedExpressionSyntax inner => Find(inner.Expression, fix, visited),
            PostfixUnaryExpressionSyntax inner => Find(inner.Operand, fix, visited),
            AwaitExpressionSyntax inner => Find(inner.Expression, fix, visited),
            CastExpressionSyntax inner => Find(inner.Expression, fix, visited),
            ConditionalExpressionSyntax choice => First([choice.WhenTrue, choice.WhenFalse], HtmlTexts.UseIf, visited),
            SwitchExpressionSyntax choice => First(choice.Arms.Select(arm => arm.Expression), fix, visited),
            BinaryExpressionSyntax both when both.Kind() is SyntaxKind.AddExpression or SyntaxKind.CoalesceExpression =>
                First([both.Left, both.Right], fix, visited),
            InvocationExpressionSyntax call => FindIn(call, fix, visited),
            IdentifierNameSyntax or MemberAccessExpressionSyntax when IsText(expression) => FindInDeclaration(expression, visited),
            _ => null,
        };
    }

    private Found? FindIn(InterpolatedStringExpressionSyntax text, string fix, HashSet<SyntaxNode> visited)
    {
        var reader = new LiteralReader(text);
        return text.Contents.OfType<InterpolatedStringTextSyntax>().Any(part => HtmlNames.HasMarkup(reader.Read(part).Text))
            ? new(text, fix)
            : First(text.Contents.OfType<InterpolationSyntax>().Select(hole => hole.Expression).Where(IsText), fix, visited);
    }

    private Found? FindIn(InvocationExpressionSyntax call, string fix, HashSet<SyntaxNode> visited)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        var arguments = call.ArgumentList.Arguments.Select(argument => argument.Expression).ToList();
        var isString = method.ContainingType?.SpecialType == SpecialType.System_String;
        var combined = (isString, method.Name) switch
        {
            (true, nameof(string.Concat) or nameof(string.Join) or nameof(string.Format)) => arguments,
            (true, nameof(string.Replace)) => [.. arguments.Skip(1)],
            _ => [],
        };
        var receiver = call.Expression is MemberAccessExpressionSyntax { Expression: var left } && IsText(left) ? left : null;
        return Find(receiver, fix, visited)
            ?? First(combined, fix, visited)
            ?? First(arguments.OfType<AnonymousFunctionExpressionSyntax>().SelectMany(ResultsOf).Where(IsText), HtmlTexts.UseEach, visited)
            ?? FindInDeclaration(call, visited);
    }

    private Found? FindInDeclaration(ExpressionSyntax use, HashSet<SyntaxNode> visited)
    {
        if (model.GetSymbolInfo(use).Symbol is not { } symbol)
        {
            return null;
        }

        var results = symbol.DeclaringSyntaxReferences
            .Where(declaration => declaration.SyntaxTree == model.SyntaxTree)
            .SelectMany(declaration => ResultsOf(declaration.GetSyntax()));
        if (symbol is ILocalSymbol)
        {
            results = results.Concat(_assigned.Value[symbol.Name].Where(value => IsAssignedTo(symbol, value)));
        }

        return First(results, HtmlTexts.UseHtml, visited) is null ? null : new(use, HtmlTexts.DeclareHtml(symbol.Name));
    }

    private bool IsAssignedTo(ISymbol variable, ExpressionSyntax value) =>
        value.Parent is AssignmentExpressionSyntax assignment
        && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left).Symbol, variable);

    private Found? First(IEnumerable<ExpressionSyntax> expressions, string fix, HashSet<SyntaxNode> visited) =>
        expressions.Select(expression => Find(expression, fix, visited)).FirstOrDefault(found => found is not null);

    private static IEnumerable<ExpressionSyntax> ResultsOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => [value],
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => [body],
        AnonymousFunctionExpressionSyntax { Block: { } block } => ReturnsOf(block),
        LocalFunctionStatementSyntax function => BodyOf(function.ExpressionBody, function.Body),
        MethodDeclarationSyntax method => BodyOf(method.ExpressionBody, method.Body),
        PropertyDeclarationSyntax property => [.. BodyOf(property.ExpressionBody, null), .. InitializerOf(property)],
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> InitializerOf(PropertyDeclarationSyntax property) =>
        property.Initializer is { Value: var value } ? [value] : [];

    private static IEnumerable<ExpressionSyntax> BodyOf(ArrowExpressionClauseSyntax? arrow, BlockSyntax? block) =>
        arrow is not null ? [arrow.Expression] : block is not null ? ReturnsOf(block) : [];

    private static IEnumerable<ExpressionSyntax> ReturnsOf(BlockSyntax block) => block
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Select(node => node switch
        {
            ReturnStatementSyntax statement => statement.Expression,
            YieldStatementSyntax statement => statement.Expression,
            _ => null,
        })
        .OfType<ExpressionSyntax>();

    private bool IsText(ExpressionSyntax expression) => IsText(model.GetTypeInfo(expression).Type);

    /// <summary>Returns true for <c>string</c> and a sequence of strings.</summary>
    public static bool IsText(ITypeSymbol? type) => type is not null
        && (type.SpecialType == SpecialType.System_String || IsSequence(type) || type.AllInterfaces.Any(IsSequence));

    private static bool IsSequence(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
        && type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }] };
}
