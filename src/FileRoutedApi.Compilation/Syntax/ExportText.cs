using System.Globalization;
using System.Text.RegularExpressions;
using FileRoutedApi.Modules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>What the text of a function says about how it is called and what it answers: for its description only, never for its behaviour.</summary>
internal static partial class ExportText
{
    private static readonly Dictionary<string, int> _resultNames = new(StringComparer.Ordinal)
    {
        ["Created"] = 201,
        ["CreatedAtRoute"] = 201,
        ["Accepted"] = 202,
        ["AcceptedAtRoute"] = 202,
        ["NoContent"] = 204,
        ["BadRequest"] = 400,
        ["Unauthorized"] = 401,
        ["Forbid"] = 403,
        ["NotFound"] = 404,
        ["Conflict"] = 409,
        ["UnprocessableEntity"] = 422,
    };

    /// <summary>The documentation comment of a function as XML without a root, or null.</summary>
    public static string? DocumentationOf(LocalFunctionStatementSyntax function)
    {
        var comments = function.GetLeadingTrivia()
            .Where(trivia => trivia.GetStructure() is DocumentationCommentTriviaSyntax)
            .Select(trivia => Exterior().Replace(trivia.ToFullString(), ""));
        return string.Join('\n', comments) is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// The methods that the function compares with, in their order in <see cref="RouteExport.Methods"/>; and POST where
    /// it looks at the body of the request.
    /// </summary>
    public static IReadOnlyList<string> MethodsOf(LocalFunctionStatementSyntax function)
    {
        var named = Descendants(function)
            .Select(node => node switch
            {
                LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => literal.Token.ValueText,
                MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "HttpMethods" } } member => member.Name.Identifier.ValueText.Replace("Is", "", StringComparison.Ordinal).ToUpperInvariant(),
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Body" or "BodyAs" or "BodyReader" } => "POST",
                _ => "",
            })
            .ToHashSet();
        return [.. RouteExport.Methods.Where(named.Contains)];
    }

    /// <summary>The status codes that the function names, and those that the functions of the file that it calls throw, sorted.</summary>
    public static IReadOnlyList<int> StatusesOf(LocalFunctionStatementSyntax function) =>
        [.. Descendants(function).Select(StatusOf)
            .Concat(CalledBy(function).SelectMany(called => called.DescendantNodes()).Select(ThrownStatusOf))
            .OfType<int>().Where(status => status is >= 200 and <= 599).Distinct().Order()];

    /// <summary>The content types of what the function sends through a response, sorted.</summary>
    public static IReadOnlyList<string> ContentTypesOf(LocalFunctionStatementSyntax function) =>
        [.. Descendants(function).SelectMany(ContentTypesOf).Distinct().Order(StringComparer.Ordinal)];

    private static string[] ContentTypesOf(SyntaxNode node) =>
        node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call ? [] : member.Name.Identifier.ValueText switch
        {
            "Json" => ["application/json"],
            "End" when call.ArgumentList.Arguments.Count > 0 => ["text/plain"],
            "Send" when call.ArgumentList.Arguments is [{ Expression: AnonymousObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax }] => ["application/json"],
            "Send" when call.ArgumentList.Arguments is [{ Expression: InterpolatedStringExpressionSyntax or LiteralExpressionSyntax }] => ["text/plain"],
            _ => [],
        };

    private static IEnumerable<SyntaxNode> Descendants(LocalFunctionStatementSyntax function) =>
        (function.Body ?? (SyntaxNode?)function.ExpressionBody)?.DescendantNodes() ?? [];

    private static int? StatusOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Status" or "StatusCode" } } call => FirstNumber(call.ArgumentList),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax, Name.Identifier.ValueText: "Json" or "Send" or "End" } } => 200,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Redirect" } } call => call.ArgumentList.Arguments.Count > 1 ? FirstNumber(call.ArgumentList) : 307,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Results" or "TypedResults" } } member } =>
            _resultNames.TryGetValue(member.Name.Identifier.ValueText, out var status) ? status : null,
        _ => ThrownStatusOf(node),
    };

    private static int? ThrownStatusOf(SyntaxNode node) =>
        node is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: nameof(ApiException) }, ArgumentList: { } arguments }
            ? FirstNumber(arguments)
            : null;

    /// <summary>The functions and methods of the same file that are named in a function, or in one of those.</summary>
    private static HashSet<SyntaxNode> CalledBy(LocalFunctionStatementSyntax function)
    {
        var declared = function.SyntaxTree.GetRoot().DescendantNodes()
            .Where(node => node is LocalFunctionStatementSyntax or MethodDeclarationSyntax)
            .ToLookup(
                node => node is LocalFunctionStatementSyntax local ? local.Identifier.ValueText : ((MethodDeclarationSyntax)node).Identifier.ValueText,
                StringComparer.Ordinal);
        var called = new HashSet<SyntaxNode> { function };
        var open = new Stack<SyntaxNode>(called);
        while (open.TryPop(out var next))
        {
            var names = next.DescendantNodes().OfType<SimpleNameSyntax>();
            foreach (var found in names.SelectMany(name => declared[name.Identifier.ValueText]).Where(called.Add))
            {
                open.Push(found);
            }
        }

        return called;
    }

    private static int? FirstNumber(ArgumentListSyntax arguments) => arguments.Arguments.FirstOrDefault()?.Expression switch
    {
        LiteralExpressionSyntax { Token.Value: int number } => number,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "StatusCodes" } } member
            when StatusName().Match(member.Name.Identifier.ValueText) is { Success: true } name => int.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
        _ => null,
    };

    [GeneratedRegex(@"^[ \t]*(///|/\*\*|\*/|\*)[ \t]?", RegexOptions.Multiline)]
    private static partial Regex Exterior();

    [GeneratedRegex("^Status([0-9]{3})")]
    private static partial Regex StatusName();
}
