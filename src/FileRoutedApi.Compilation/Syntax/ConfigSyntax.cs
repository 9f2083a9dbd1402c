using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>Finds where a file sets the properties of its variable <c>config</c>, so that a mistake is reported there.</summary>
internal static class ConfigSyntax
{
    /// <summary>Returns the properties as <c>MaxDuration 4 5;Cors.Origins 5 14</c>; null if there are none.</summary>
    /// <param name="config">The declaration of the variable.</param>
    /// <param name="statements">The top-level statements of the file.</param>
    /// <param name="positionOf">Returns the line and the column of a node, counted from 1.</param>
    public static string? PropertiesOf(
        VariableDeclaratorSyntax config, IEnumerable<StatementSyntax> statements, Func<SyntaxNode, (int Line, int Column)> positionOf)
    {
        var found = new List<(string Path, SyntaxNode Name)>();
        Collect(config.Initializer?.Value, "", found);
        var assignments = statements.OfType<ExpressionStatementSyntax>()
            .Select(statement => statement.Expression)
            .OfType<AssignmentExpressionSyntax>();
        foreach (var assignment in assignments)
        {
            // `config.Cors.MaxAge = 60;`
            if (PathOf(assignment.Left, config.Identifier.ValueText) is { } path)
            {
                found.Add((path, assignment.Left));
                Collect(assignment.Right, $"{path}.", found);
            }
        }

        return found.Count == 0 ? null : string.Join(';', found.Select(property =>
        {
            var (line, column) = positionOf(property.Name);
            return string.Create(CultureInfo.InvariantCulture, $"{property.Path} {line} {column}");
        }));
    }

    private static void Collect(ExpressionSyntax? value, string prefix, List<(string Path, SyntaxNode Name)> found)
    {
        var initializer = value switch
        {
            BaseObjectCreationExpressionSyntax creation => creation.Initializer,
            InitializerExpressionSyntax nested => nested,
            _ => null,
        };
        foreach (var assignment in initializer?.Expressions.OfType<AssignmentExpressionSyntax>() ?? [])
        {
            if (assignment.Left is IdentifierNameSyntax name)
            {
                var path = prefix + name.Identifier.ValueText;
                found.Add((path, name));
                Collect(assignment.Right, $"{path}.", found);
            }
        }
    }

    private static string? PathOf(ExpressionSyntax expression, string variable)
    {
        if (expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } member)
        {
            return null;
        }

        var isOfVariable = member.Expression is IdentifierNameSyntax { Identifier.ValueText: var root } && root == variable;
        return isOfVariable ? name : PathOf(member.Expression, variable) is { } outer ? $"{outer}.{name}" : null;
    }
}
