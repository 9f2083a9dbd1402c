using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>The exports of a file, and the mistakes that its syntax shows.</summary>
internal sealed class RouteSyntax
{
    private static readonly string[] _tagsOfDocument = ["html", "body"];

    private readonly RouteSource _source;
    private readonly List<RouteDiagnostic> _diagnostics;

    private RouteSyntax(RouteSource source, IReadOnlyList<string> exports, List<RouteDiagnostic> diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        Functions = [.. Statements.OfType<LocalFunctionStatementSyntax>()];
        Exports = [.. Functions.Where(function => exports.Contains(function.Identifier.ValueText))];
    }

    /// <summary>Gets the exported functions, in the order of the file.</summary>
    public IReadOnlyList<LocalFunctionStatementSyntax> Exports { get; }

    /// <summary>Gets the top-level statements.</summary>
    public IEnumerable<StatementSyntax> Statements =>
        _source.Root.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement);

    /// <summary>Gets each <c>await</c> of the top-level statements, without those in functions.</summary>
    public IEnumerable<SyntaxToken> Awaits => Statements
        .SelectMany(statement => statement.DescendantTokens(node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)))
        .Where(token => token.IsKind(SyntaxKind.AwaitKeyword));

    /// <summary>Gets the declaration of the variable <c>config</c>, or null.</summary>
    public VariableDeclaratorSyntax? Config => FindVariable("config");

    /// <summary>Gets the declaration of the variable <c>metadata</c>, or null.</summary>
    public VariableDeclaratorSyntax? Metadata => FindVariable("metadata");

    private IReadOnlyList<LocalFunctionStatementSyntax> Functions { get; }

    /// <summary>Analyzes a route file or a folder file. Mistakes are added to the diagnostics.</summary>
    public static RouteSyntax Analyze(RouteSource source, RouteFile file, List<RouteDiagnostic> diagnostics)
    {
        var role = file.Role;
        var syntax = new RouteSyntax(source, role.Exports, diagnostics);
        syntax.CheckFunctions();
        foreach (var function in syntax.Functions.Except(syntax.Exports))
        {
            if (role.CoversFolder || role.IsPage || role.IsJob)
            {
                syntax.CheckOtherFunction(function, role.Exports);
            }
            else
            {
                syntax.CheckSpelling(function, role.Exports);
            }
        }

        syntax.CheckTopLevel();
        syntax.CheckDirectives();
        if (role.GuardsFolder)
        {
            syntax.CheckMiddleware();
        }
        else if (role.HasMetadata)
        {
            syntax.CheckPage(role.Exports[0]);
            if (role.IsLayout && file.IsOutermost)
            {
                syntax.CheckRootLayout();
            }
        }
        else
        {
            syntax.CheckStyle(role.Exports);
        }

        return syntax;
    }

    /// <summary>Analyzes a start-up file. Mistakes are added to the diagnostics.</summary>
    public static RouteSyntax AnalyzeStartup(RouteSource source, List<RouteDiagnostic> diagnostics)
    {
        var syntax = new RouteSyntax(source, RouteFileRole.Startup.Exports, diagnostics);
        syntax.CheckFunctions();
        syntax.CheckTopLevel();
        syntax.CheckDirectives();
        syntax.CheckStartup();
        return syntax;
    }

    /// <summary>Returns the line and column of a place in the file, counted from 1.</summary>
    public (int Line, int Column) PositionOf(SyntaxNodeOrToken place)
    {
        var position = _source.Text.Lines.GetLinePosition(place.Span.Start);
        return (position.Line + 1, position.Character + 1);
    }

    private VariableDeclaratorSyntax? FindVariable(string name) => Statements.OfType<LocalDeclarationStatementSyntax>()
        .SelectMany(statement => statement.Declaration.Variables)
        .FirstOrDefault(variable => variable.Identifier.ValueText == name);

    private void CheckFunctions()
    {
        foreach (var function in Functions)
        {
            CheckModifiers(function);
            if (Exports.Contains(function))
            {
                CheckExport(function);
            }
        }
    }

    private void CheckModifiers(LocalFunctionStatementSyntax function)
    {
        foreach (var modifier in function.Modifiers.Where(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())))
        {
            var (line, column) = PositionOf(modifier);
            _diagnostics.Add(RouteDiagnostics.AccessModifier(_source.Path, line, column, function.Identifier.ValueText, modifier.Text));
        }
    }

    private void CheckExport(LocalFunctionStatementSyntax function)
    {
        var name = function.Identifier.ValueText;
        var (line, column) = PositionOf(function.Identifier);
        if (function.TypeParameterList is not null)
        {
            _diagnostics.Add(RouteDiagnostics.GenericExport(_source.Path, line, column, name));
        }

        if (function.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && function.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            _diagnostics.Add(RouteDiagnostics.AsyncVoid(_source.Path, line, column, name));
        }
    }

    /// <summary>
    /// Reports a function whose name differs from an export in case, so that no request reaches it. <c>get</c> is always a mistake;
    /// <c>Get</c> is a valid name for a helper function in a file that has exports.
    /// </summary>
    private void CheckSpelling(LocalFunctionStatementSyntax function, IReadOnlyList<string> functions)
    {
        var name = function.Identifier.ValueText;
        var (line, column) = PositionOf(function.Identifier);
        if (name == RouteExport.AnyMethod)
        {
            _diagnostics.Add(RouteDiagnostics.HandlerInApp(_source.Path, line, column));
            return;
        }

        if (Exports.Count > 0 && name.Any(char.IsUpper))
        {
            return;
        }

        if (functions.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _diagnostics.Add(RouteDiagnostics.FunctionWithoutEffect(_source.Path, line, column, name, functions));
        }
    }

    /// <summary>Reports a function whose name differs from the expected export in case, or is an export of another kind of file.</summary>
    private void CheckOtherFunction(LocalFunctionStatementSyntax function, IReadOnlyList<string> expected)
    {
        var name = function.Identifier.ValueText;
        var (line, column) = PositionOf(function.Identifier);
        if (expected.Contains(name, StringComparer.OrdinalIgnoreCase)
            || name is RouteExport.AnyMethod or RouteExport.Middleware or RouteExport.Page or RouteExport.Layout
            || name == RouteExport.Socket
            || RouteExport.Methods.Contains(name))
        {
            _diagnostics.Add(RouteDiagnostics.FunctionWithoutEffect(_source.Path, line, column, name, expected));
        }
    }

    private void CheckMiddleware()
    {
        if (Exports.Count == 0 && Config is null && !_diagnostics.Any(diagnostic => diagnostic.File == _source.Path))
        {
            _diagnostics.Add(RouteDiagnostics.EmptyMiddleware(_source.Path));
        }
    }

    private void CheckPage(string expected)
    {
        if (!Exports.Any(function => function.Identifier.ValueText == expected) && !_diagnostics.Any(diagnostic => diagnostic.File == _source.Path))
        {
            _diagnostics.Add(RouteDiagnostics.NoExports(_source.Path, [expected]));
        }

        if (Metadata is not null && Exports.FirstOrDefault(function => function.Identifier.ValueText == RouteExport.Metadata) is { } function)
        {
            var (line, column) = PositionOf(function.Identifier);
            _diagnostics.Add(RouteDiagnostics.BothMetadata(_source.Path, line, column));
        }
    }

    /// <summary>Reports a root layout without the tags of a document. A layout without any tag may call a component that has them.</summary>
    private void CheckRootLayout()
    {
        var texts = _source.Root.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.InterpolatedStringTextToken or SyntaxKind.StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken)
            .Select(token => token.ValueText)
            .ToList();
        var missing = !texts.Exists(text => text.Contains('<', StringComparison.Ordinal)) ? null
            : _tagsOfDocument.FirstOrDefault(tag => !texts.Exists(text => text.Contains("<" + tag, StringComparison.OrdinalIgnoreCase)));
        if (missing is not null && Exports is [var layout, ..])
        {
            var (line, column) = PositionOf(layout.Identifier);
            _diagnostics.Add(RouteDiagnostics.RootLayoutWithoutDocument(_source.Path, line, column, missing));
        }
    }

    private void CheckStyle(IReadOnlyList<string> functions)
    {
        var method = Exports.FirstOrDefault(function => RouteExport.Methods.Contains(function.Identifier.ValueText));
        if (Exports.All(function => function.Identifier.ValueText == RouteExport.StaticParams)
            && !_diagnostics.Any(diagnostic => diagnostic.File == _source.Path))
        {
            _diagnostics.Add(RouteDiagnostics.NoExports(_source.Path, functions));
        }
        else if (method is not null && Exports.Any(function => function.Identifier.ValueText == RouteExport.AnyMethod))
        {
            var (line, column) = PositionOf(method.Identifier);
            _diagnostics.Add(RouteDiagnostics.BothStyles(_source.Path, line, column, method.Identifier.ValueText));
        }
    }

    private void CheckTopLevel()
    {
        foreach (var member in _source.Root.Members)
        {
            var (line, column) = PositionOf(member);
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax:
                    _diagnostics.Add(RouteDiagnostics.Namespace(_source.Path, line, column));
                    break;
                case GlobalStatementSyntax statement when ReturnsFromFile(statement) is { } found:
                    (line, column) = PositionOf(found);
                    _diagnostics.Add(RouteDiagnostics.TopLevelReturn(_source.Path, line, column));
                    break;
                default:
                    break;
            }
        }

        foreach (var attributes in _source.Root.AttributeLists)
        {
            var (line, column) = PositionOf(attributes);
            _diagnostics.Add(RouteDiagnostics.AssemblyAttribute(_source.Path, line, column));
        }
    }

    private static ReturnStatementSyntax? ReturnsFromFile(GlobalStatementSyntax statement) => statement
        .DescendantNodes(node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        .OfType<ReturnStatementSyntax>()
        .FirstOrDefault();

    private void CheckStartup()
    {
        foreach (var keyword in Awaits)
        {
            var (line, column) = PositionOf(keyword);
            _diagnostics.Add(RouteDiagnostics.AwaitInStartup(_source.Path, line, column));
        }

        foreach (var function in Functions.Except(Exports))
        {
            var name = function.Identifier.ValueText;
            var (line, column) = PositionOf(function.Identifier);
            if (RouteFileRole.Startup.Exports.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name is RouteExport.AnyMethod or RouteExport.Socket
                || RouteExport.Methods.Contains(name))
            {
                _diagnostics.Add(RouteDiagnostics.FunctionWithoutEffect(_source.Path, line, column, name, RouteFileRole.Startup.Exports));
            }
        }

        if (Exports.Count == 0 && !_diagnostics.Any(diagnostic => diagnostic.File == _source.Path))
        {
            _diagnostics.Add(RouteDiagnostics.EmptyStartup(_source.Path));
        }
    }

    private void CheckDirectives()
    {
        foreach (var (text, line) in _source.File.Directives.Where(directive => !IsUsed(directive.Text)))
        {
            _diagnostics.Add(text.StartsWith("#:project", StringComparison.Ordinal)
                ? RouteDiagnostics.UnsupportedDirective(
                    _source.Path, line, text, isProject: true, $"{_source.Path.Split('/')[0]}/{PackageReference.BuildFileName}")
                : RouteDiagnostics.IgnoredDirective(_source.Path, line, text));
        }

        static bool IsUsed(string directive) => PackageReference.IsDirective(directive) || UnsafeCode.IsDirective(directive);
    }
}
