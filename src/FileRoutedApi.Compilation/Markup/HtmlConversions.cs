using System.Globalization;
using System.Text.RegularExpressions;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Explains the compiler's errors about a string where <see cref="Html"/> is expected.</summary>
internal sealed partial class HtmlConversions(CSharpCompilation compilation)
{
    /// <summary>Replaces the errors that it can explain by diagnostics, which it adds to a list. Returns the other errors.</summary>
    public IReadOnlyList<Diagnostic> Explain(IReadOnlyList<Diagnostic> errors, List<RouteDiagnostic> explained)
    {
        var places = new HashSet<Location>();
        foreach (var error in errors.Where(error => error.Severity == DiagnosticSeverity.Error && error.Location.IsInSource))
        {
            if (Explain(error) is { } reason && places.Add(error.Location))
            {
                var (file, line, column) = CompilerDiagnostic.PlaceOf(error.Location);
                explained.Add(RouteDiagnostics.StringForHtml(file, line, column, reason));
            }
        }

        // CS1662 says about the lambda what the other error says about its result.
        return [.. errors.Where(error => !places.Contains(error.Location) || !(error.Id == "CS1662" || Explain(error) is not null))];
    }

    private string? Explain(Diagnostic error)
    {
        if (error.Id is not ("CS0029" or "CS1503" or "CS0266" or "CS0019" or "CS9205"))
        {
            return null;
        }

        var expression = ExpressionAt(error.Location);
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        return error.Id switch
        {
            "CS9205" => expression is not null && IsForHtml(expression) ? ExplainString(expression) : null,
            "CS0019" => BothTypes().IsMatch(message) ? HtmlTexts.Coalesced : null,
            _ when SequenceToHtml().IsMatch(message) => HtmlTexts.Strings,
            _ => expression is not null && StringToHtml().IsMatch(message) ? ExplainString(expression) : null,
        };
    }

    private static ExpressionSyntax? ExpressionAt(Location location)
    {
        var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node is ArgumentSyntax argument ? argument.Expression : node as ExpressionSyntax;
    }

    private string ExplainString(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => ExplainString(inner.Expression),
        LiteralExpressionSyntax => HtmlTexts.NoDollar,
        ConditionalExpressionSyntax => HtmlTexts.BothStrings,
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.CoalesceExpression) => HtmlTexts.Coalesced,
        BinaryExpressionSyntax or AssignmentExpressionSyntax => HtmlTexts.Concatenated,
        IdentifierNameSyntax name when IsMarkup(name) => HtmlTexts.DeclareHtml(name.Identifier.ValueText),
        _ => HtmlTexts.Unencoded(AttributeText.Hole(expression)[1..^1]),
    };

    private bool IsMarkup(IdentifierNameSyntax name) =>
        new MarkupStrings(name.SyntaxTree.GetRoot(), compilation.GetSemanticModel(name.SyntaxTree)).Find(name) is not null;

    // Other types are made from interpolated strings too.
    private bool IsForHtml(ExpressionSyntax expression) =>
        expression is { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } call } } }
        && compilation.GetSemanticModel(expression.SyntaxTree).GetSymbolInfo(call) is var info
        && (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols).OfType<IMethodSymbol>()
            .Any(method => method.Parameters.Any(parameter => HtmlFragment.IsHtml(parameter.Type)));

    [GeneratedRegex(@"'string\??' to '(FileRoutedApi\.)?Html\??'")]
    private static partial Regex StringToHtml();

    [GeneratedRegex(@"'[^']*(<string\??>|string\??\[\])\??' to '[^']*\bHtml\b[^']*'")]
    private static partial Regex SequenceToHtml();

    [GeneratedRegex(@"'\?\?' .*'(Html\??' and 'string|string\??' and 'Html)\b")]
    private static partial Regex BothTypes();
}
