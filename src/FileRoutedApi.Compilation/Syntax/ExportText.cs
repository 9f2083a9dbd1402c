using System.Globalization;
using System.Text.RegularExpressions;
using FileRoutedApi.Modules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>
/// Derives the methods, status codes and content types of a function from its text. They are used for its OpenAPI description only.
/// </summary>
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

    /// <summary>Returns the documentation comment of a function as XML without a root, or null.</summary>
    public static string? DocumentationOf(LocalFunctionStatementSyntax function)
    {
        var comments = function.GetLeadingTrivia()
            .Where(trivia => trivia.GetStructure() is DocumentationCommentTriviaSyntax)
            .Select(trivia => Exterior().Replace(trivia.ToFullString(), ""));
        return string.Join('\n', comments) is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// Returns the methods that the function compares with, in the order of <see cref="RouteExport.Methods"/>, and POST if it reads the
    /// body of the request.
    /// </summary>
    public static IReadOnlyList<string> MethodsOf(LocalFunctionStatementSyntax function)
    {
        var named = Descendants(function)
            .Select(node => node switch
            {
                LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => literal.Token.ValueText,
                MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "HttpMethods" } } member =>
                    member.Name.Identifier.ValueText.Replace("Is", "", StringComparison.Ordinal).ToUpperInvariant(),
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Body" or "BodyAs" or "BodyReader" } => "POST",
                _ => "",
            })
            .ToHashSet();
        return [.. RouteExport.Methods.Where(named.Contains)];
    }

    /// <summary>Returns the sorted status codes that the function names, or that the functions it calls in the same file throw.</summary>
    public static IReadOnlyList<int> StatusesOf(LocalFunctionStatementSyntax function) =>
        [.. Descendants(function).Select(StatusOf)
            .Concat(CalledBy(function).SelectMany(called => called.DescendantNodes()).Select(ThrownStatusOf))
            .OfType<int>().Where(status => status is >= 200 and <= 599).Distinct().Order()];

    /// <summary>Returns the content types that the function sends, sorted.</summary>
    public static IReadOnlyList<string> ContentTypesOf(LocalFunctionStatementSyntax function) =>
        [.. Descendants(function).SelectMany(ContentTypesOf).Distinct().Order(StringComparer.Ordinal)];

    private static string[] ContentTypesOf(SyntaxNode node) =>
        node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call ? [] : member.Name.Identifier.ValueText switch
        {
            "Json" => ["application/json"],
            "End" when call.ArgumentList.Arguments.Count > 0 => ["text/plain"],
            "Send" when call.ArgumentList.Arguments is [{ Expression: var sent }] => sent switch
            {
                AnonymousObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax => ["application/json"],
                InterpolatedStringExpressionSyntax or LiteralExpressionSyntax => ["text/plain"],
                _ => [],
            },
            _ => [],
        };

    private static IEnumerable<SyntaxNode> Descendants(LocalFunctionStatementSyntax function) =>
        (function.Body ?? (SyntaxNode?)function.ExpressionBody)?.DescendantNodes() ?? [];

    private static int? StatusOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member, ArgumentList: var arguments } =>
            StatusOf(member, member.Name.Identifier.ValueText, arguments),
        _ => ThrownStatusOf(node),
    };

    private static int? StatusOf(MemberAccessExpressionSyntax member, string name, ArgumentListSyntax arguments) => name switch
    {
        "Status" or "StatusCode" => FirstNumber(arguments),
        "Json" or "Send" or "End" when member.Expression is IdentifierNameSyntax => 200,
        "Redirect" => arguments.Arguments.Count > 1 ? FirstNumber(arguments) : 307,
        _ when member.Expression is IdentifierNameSyntax { Identifier.ValueText: "Results" or "TypedResults" } =>
            _resultNames.TryGetValue(name, out var status) ? status : null,
        _ => null,
    };

    private static int? ThrownStatusOf(SyntaxNode node) =>
        node is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: nameof(ApiException) }, ArgumentList: { } arguments }
            ? FirstNumber(arguments)
            : null;

    /// <summary>Returns the functions and methods of the same file that a function calls, directly or through others.</summary>
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
            when StatusName().Match(member.Name.Identifier.ValueText) is { Success: true } name =>
                int.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
        _ => null,
    };

    [GeneratedRegex(@"^[ \t]*(///|/\*\*|\*/|\*)[ \t]?", RegexOptions.Multiline)]
    private static partial Regex Exterior();

    [GeneratedRegex("^Status([0-9]{3})")]
    private static partial Regex StatusName();
}
