using System.Globalization;
using System.Text;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>
/// Wraps the text of a route file into a module: a namespace with a method whose body has the top-level statements. Lines that report the
/// exports follow the statements.
/// </summary>
/// <remarks>
/// The text is copied three times (using directives, statements, types). In each copy everything else is replaced by spaces, so every line
/// and column stays the same and the compiler reports places in the user's file. Preprocessor directives stay in all three copies, so that
/// each <c>#if</c> has its <c>#endif</c>.
/// </remarks>
internal sealed class ModuleWriter
{
    private const string Sha256 = "{8829d00f-11b8-4213-878b-770e8597ac16}";

    private readonly RouteSource _source;
    private readonly RouteSyntax _syntax;
    private readonly RouteFile? _route;

    private ModuleWriter(RouteSource source, RouteSyntax syntax, RouteFile? route)
    {
        _source = source;
        _syntax = syntax;
        _route = route;
    }

    /// <summary>Returns the syntax tree of the module.</summary>
    /// <param name="route">The route; null for the start-up file.</param>
    public static SyntaxTree Write(RouteSource source, RouteSyntax syntax, RouteFile? route, CSharpParseOptions options)
    {
        var writer = new ModuleWriter(source, syntax, route);
        return CSharpSyntaxTree.ParseText(
            SourceText.From(writer.Write(), Encoding.UTF8),
            options.WithPreprocessorSymbols(writer.Symbols(options)),
            $"{ModuleNames.NamespaceOf(source.Path)}.cs");
    }

    private string Write()
    {
        // The method is async only if it contains an await, because the runtime has to compile the state machine of each async method at
        // the start.
        var isAsync = _syntax.Awaits.Any();
        var result = _route is null ? "void" : $"{(isAsync ? "async " : "")}global::System.Threading.Tasks.Task";
        var builder = _route is null ? nameof(RouteStartupBuilder) : nameof(RouteModuleBuilder);
        return $$"""
            #pragma checksum "{{_source.Path}}" "{{Sha256}}" "{{_source.File.Hash}}"
            #nullable enable
            namespace {{ModuleNames.NamespaceOf(_source.Path)}}
            {
            {{Copy(UsingDirectives())}}
            {{PageUsing()}}
            public static class {{ModuleNames.Class}}
            {
            public static {{result}} {{ModuleNames.Method}}(global::FileRoutedApi.{{builder}} __module, string[] args)
            {
            {{Copy(Statements(), Insertions())}}
            {{Reports()}}
            {{(_route is null || isAsync ? "" : "return global::System.Threading.Tasks.Task.CompletedTask;")}}
            }
            }
            {{Copy(_source.Root.Members.Where(member => member is not GlobalStatementSyntax).Select(WithComment))}}
            }
            """;
    }

    /// <summary>Returns the directive with which files in <c>app/</c> can call <c>Link</c>, <c>NotFound</c> and <c>Redirect</c>.</summary>
    private string PageUsing() => _source.Path.StartsWith(RouteFolder.App + "/", StringComparison.Ordinal)
        ? "using static global::FileRoutedApi.PageFunctions;"
        : "";

    private IEnumerable<TextSpan> UsingDirectives() =>
    [
        .. _source.Root.Externs.Select(directive => directive.Span),

        // A global using applies to its own file only. Without the keyword it is allowed in a namespace.
        .. _source.Root.Usings.Select(directive => TextSpan.FromBounds(
            directive.GlobalKeyword.IsKind(SyntaxKind.None) ? directive.SpanStart : directive.UsingKeyword.SpanStart,
            directive.Span.End)),
    ];

    private IEnumerable<TextSpan> Statements() => _source.Root.Members.OfType<GlobalStatementSyntax>().Select(member =>
        OwnedBy(member.Statement) is { } owned
            ? TextSpan.FromBounds(owned.Declaration.SpanStart, member.Span.End)
            : member.Span);

    // The compiler reads the comment before a type, which is not part of its span.
    private static TextSpan WithComment(MemberDeclarationSyntax type) => TextSpan.FromBounds(
        type.GetLeadingTrivia()
            .Where(trivia => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax)
            .Select(trivia => trivia.FullSpan.Start)
            .FirstOrDefault(type.SpanStart),
        type.Span.End);

    private IEnumerable<(int Position, string Text)> Insertions() => [.. Ownerships(), .. CatchAllAttributes()];

    /// <summary>
    /// Returns the calls that give the resource of a top-level <c>using</c> to the module, which disposes it when it is replaced. The
    /// keyword itself is blanked: it would dispose the resource when the statements have run.
    /// </summary>
    private IEnumerable<(int Position, string Text)> Ownerships() => _syntax.Statements
        .Select(OwnedBy)
        .OfType<LocalDeclarationStatementSyntax>()
        .Select(statement => (statement.Span.End, string.Concat(statement.Declaration.Variables.Select(variable =>
            $" __module.{(statement.AwaitKeyword.IsKind(SyntaxKind.None) ? "Own" : "OwnAsync")}({variable.Identifier.Text});"))));

    /// <summary>
    /// Returns the attributes that bind an array with the name of the route's catch-all to its segments. An attribute has lines of its own,
    /// and the user's line continues at its column, so that every place stays the same.
    /// </summary>
    private IEnumerable<(int Position, string Text)> CatchAllAttributes()
    {
        var catchAll = _route?.Segments.Where(segment => segment.IsCatchAll).Select(segment => segment.Text).SingleOrDefault();
        foreach (var parameter in _syntax.Exports.SelectMany(export => export.ParameterList.Parameters))
        {
            if (parameter is { AttributeLists.Count: 0, Type: ArrayTypeSyntax or NullableTypeSyntax { ElementType: ArrayTypeSyntax } }
                && parameter.Identifier.ValueText.Equals(catchAll, StringComparison.OrdinalIgnoreCase))
            {
                var (line, column) = _syntax.PositionOf(parameter);
                yield return (parameter.SpanStart, $"""

                    #line hidden
                    [global::FileRoutedApi.FromCatchAll(Name = "{catchAll}")]
                    #line {line.ToString(CultureInfo.InvariantCulture)} "{_source.Path}"
                    {new string(' ', column - 1)}
                    """);
            }
        }
    }

    private static LocalDeclarationStatementSyntax? OwnedBy(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax declaration && !declaration.UsingKeyword.IsKind(SyntaxKind.None) ? declaration : null;

    /// <summary>
    /// Returns the lines after the user's statements, which report the config and the exports. Each ends with the place that it is about,
    /// which <see cref="CompilerDiagnostic"/> reads.
    /// </summary>
    private string Reports()
    {
        var lines = new StringBuilder();
        if (_route is not null && _syntax.Config is { } config)
        {
            var (line, column) = _syntax.PositionOf(config);
            var properties = Literal(ConfigSyntax.PropertiesOf(config, _syntax.Statements, node => _syntax.PositionOf(node)));
            lines.AppendLine(
                CultureInfo.InvariantCulture, $"__module.Configure({config.Identifier.Text}, {line}, {properties}); // {line},{column}");
        }

        if (_route is { Role.HasMetadata: true } && _syntax.Metadata is { } metadata)
        {
            var (line, column) = _syntax.PositionOf(metadata);
            lines.AppendLine(CultureInfo.InvariantCulture, $"__module.Describe({metadata.Identifier.Text}, {line}); // {line},{column}");
        }

        foreach (var export in _syntax.Exports)
        {
            var name = export.Identifier;
            var (line, column) = _syntax.PositionOf(name);
            var place = string.Create(CultureInfo.InvariantCulture, $"{line}, {column}");
            var call = _route is null ? $"{name.ValueText}({name.Text}, {place})" : Export(export, place);
            lines.AppendLine(CultureInfo.InvariantCulture, $"__module.{call}; // {line},{column}");
        }

        return lines.ToString();
    }

    private static string Export(LocalFunctionStatementSyntax export, string place)
    {
        var methods = string.Join(", ", ExportText.MethodsOf(export).Select(method => Literal(method)));
        var statuses = string.Join(", ", ExportText.StatusesOf(export));
        var contentTypes = string.Join(", ", ExportText.ContentTypesOf(export).Select(type => Literal(type)));
        var documentation = Literal(ExportText.DocumentationOf(export));
        var name = export.Identifier;
        return $"Export(\"{name.ValueText}\", {name.Text}, {place}, {documentation}, [{methods}], [{statuses}], [{contentTypes}])";
    }

    private static string Literal(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Returns the text with everything but some spans and the directives replaced by spaces.</summary>
    private string Copy(IEnumerable<TextSpan> spans, IEnumerable<(int Position, string Text)>? insertions = null)
    {
        var text = _source.Text.ToString();
        var copy = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            copy[i] = text[i] is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' ? text[i] : ' ';
        }

        foreach (var span in spans.Concat(KeptDirectives()))
        {
            text.CopyTo(span.Start, copy, span.Start, span.Length);
        }

        var written = new StringBuilder().Append(copy);
        foreach (var (position, insertion) in (insertions ?? []).OrderByDescending(insertion => insertion.Position))
        {
            written.Insert(position, insertion);
        }

        return $"#line 1 \"{_source.Path}\"\n{written}\n#line hidden\n#nullable enable\n#pragma warning restore";
    }

    private IEnumerable<TextSpan> KeptDirectives() => _source.Root.DescendantTrivia()
        .Where(trivia => (trivia.IsDirective && !IsBlanked(trivia)) || trivia.IsKind(SyntaxKind.DisabledTextTrivia))
        .Select(trivia => trivia.Span);

    // These directives are allowed at the beginning of a file only.
    private static bool IsBlanked(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.DefineDirectiveTrivia or SyntaxKind.UndefDirectiveTrivia or
        SyntaxKind.ShebangDirectiveTrivia or SyntaxKind.IgnoredDirectiveTrivia;

    private HashSet<string> Symbols(CSharpParseOptions options)
    {
        var symbols = options.PreprocessorSymbolNames.ToHashSet();
        foreach (var directive in _source.Root.DescendantTrivia().Where(IsBlanked).Select(trivia => trivia.GetStructure()))
        {
            if (directive is DefineDirectiveTriviaSyntax { IsActive: true } define)
            {
                symbols.Add(define.Name.ValueText);
            }
            else if (directive is UndefDirectiveTriviaSyntax { IsActive: true } undef)
            {
                symbols.Remove(undef.Name.ValueText);
            }
        }

        return symbols;
    }
}
