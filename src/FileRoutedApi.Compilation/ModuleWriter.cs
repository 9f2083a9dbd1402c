using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Wraps a route file into a module: its text goes, as written, into a namespace of its own and the body of one
/// method, and lines that report its exports are put behind.
/// </summary>
/// <remarks>
/// The text is copied three times (using directives, statements, types), each time with everything else blanked, so
/// every line and column stays where it was and the compiler speaks of the user's own file. Directives stay in all
/// three copies, which keeps every <c>#if</c> beside its <c>#endif</c>.
/// </remarks>
internal sealed class ModuleWriter
{
    /// <summary>The class that holds a module; it stands in the module's namespace.</summary>
    public const string ClassName = "__Module";

    /// <summary>The method that loads a module.</summary>
    public const string MethodName = "LoadAsync";

    /// <summary>Holds the namespaces of all modules. No namespace of a user's begins like this, so it hides none.</summary>
    public const string RootNamespace = "__routes";

    private const string Sha256 = "{8829d00f-11b8-4213-878b-770e8597ac16}";

    private readonly RouteSource _source;
    private readonly RouteSyntax _syntax;

    private ModuleWriter(RouteSource source, RouteSyntax syntax)
    {
        _source = source;
        _syntax = syntax;
    }

    /// <summary>The namespace of the module of a file; the same for the same path.</summary>
    public static string NamespaceOf(string path)
    {
        var readable = string.Concat(path.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        var hash = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(path)).ToString("x8", CultureInfo.InvariantCulture);
        return $"{RootNamespace}.{readable}_{hash}";
    }

    /// <summary>The module as a syntax tree.</summary>
    public static SyntaxTree Write(RouteSource source, RouteSyntax syntax, CSharpParseOptions options)
    {
        var writer = new ModuleWriter(source, syntax);
        return CSharpSyntaxTree.ParseText(
            SourceText.From(writer.Write(), Encoding.UTF8),
            options.WithPreprocessorSymbols(writer.Symbols(options)),
            $"{NamespaceOf(source.Path)}.cs");
    }

    private string Write()
    {
        var checksum = Convert.ToHexStringLower([.. _source.Text.GetChecksum()]);
        return $$"""
            #pragma checksum "{{_source.Path}}" "{{Sha256}}" "{{checksum}}"
            #nullable enable
            namespace {{NamespaceOf(_source.Path)}}
            {
            {{Copy(UsingDirectives())}}
            public static class {{ClassName}}
            {
            public static async global::System.Threading.Tasks.Task {{MethodName}}(global::FileRoutedApi.RouteModuleBuilder __module, string[] args)
            {
            {{Copy(Statements(), Insertions())}}
            {{Reports()}}
            }
            }
            {{Copy(_source.Root.Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.Span))}}
            }
            """;
    }

    private IEnumerable<TextSpan> UsingDirectives() =>
    [
        .. _source.Root.Externs.Select(directive => directive.Span),

        // A global using of one file is global to that file: without the keyword it may stand in a namespace.
        .. _source.Root.Usings.Select(directive => TextSpan.FromBounds(
            directive.GlobalKeyword.IsKind(SyntaxKind.None) ? directive.SpanStart : directive.UsingKeyword.SpanStart,
            directive.Span.End)),
    ];

    private IEnumerable<TextSpan> Statements() => _source.Root.Members.OfType<GlobalStatementSyntax>().Select(member =>
        OwnedBy(member.Statement) is { } owned
            ? TextSpan.FromBounds(owned.Declaration.SpanStart, member.Span.End)
            : member.Span);

    /// <summary>A top-level <c>using</c> lives as long as the module, so the keyword goes and the module keeps the resource.</summary>
    private Dictionary<int, string> Insertions() => _source.Root.Members.OfType<GlobalStatementSyntax>()
        .Select(member => OwnedBy(member.Statement))
        .OfType<LocalDeclarationStatementSyntax>()
        .ToDictionary(
            statement => statement.Span.End,
            statement => string.Concat(statement.Declaration.Variables.Select(variable =>
                $" __module.{(statement.AwaitKeyword.IsKind(SyntaxKind.None) ? "Own" : "OwnAsync")}({variable.Identifier.Text});")));

    private static LocalDeclarationStatementSyntax? OwnedBy(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax declaration && !declaration.UsingKeyword.IsKind(SyntaxKind.None) ? declaration : null;

    /// <summary>
    /// The lines behind the user's statements: what the module consists of. Each ends with the place that it speaks of,
    /// where <see cref="CompilerDiagnostic"/> finds it.
    /// </summary>
    private string Reports()
    {
        var lines = new StringBuilder();
        if (_syntax.Config is { } config)
        {
            var (line, column) = _syntax.PositionOf(config);
            lines.AppendLine(CultureInfo.InvariantCulture, $"__module.Configure({config.Identifier.Text}, {line}); // {line},{column}");
        }

        foreach (var export in _syntax.Exports)
        {
            var name = export.Identifier;
            var (line, column) = _syntax.PositionOf(name);
            var summary = SummaryOf(export) is { } text ? SymbolDisplay.FormatLiteral(text, quote: true) : "null";
            lines.AppendLine(CultureInfo.InvariantCulture, $"__module.Export(\"{name.ValueText}\", {name.Text}, {summary}); // {line},{column}");
        }

        return lines.ToString();
    }

    private static string? SummaryOf(LocalFunctionStatementSyntax function)
    {
        var summary = function.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .FirstOrDefault(element => element.StartTag.Name.LocalName.Text == "summary");
        var words = summary?.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.XmlTextLiteralToken) || token.IsKind(SyntaxKind.XmlEntityLiteralToken))
            .Where(token => token.Parent is XmlTextSyntax)
            .Select(token => token.ValueText);
        return words is null ? null : string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The whole text, line for line, with all but some spans and the directives blanked.</summary>
    private string Copy(IEnumerable<TextSpan> spans, Dictionary<int, string>? insertions = null)
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
        foreach (var (position, insertion) in (insertions ?? []).OrderByDescending(insertion => insertion.Key))
        {
            written.Insert(position, insertion);
        }

        return $"#line 1 \"{_source.Path}\"\n{written}\n#line hidden\n#nullable enable\n#pragma warning restore";
    }

    private IEnumerable<TextSpan> KeptDirectives() => _source.Root.DescendantTrivia()
        .Where(trivia => (trivia.IsDirective && !IsBlanked(trivia)) || trivia.IsKind(SyntaxKind.DisabledTextTrivia))
        .Select(trivia => trivia.Span);

    // Each of these may stand before everything else only.
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
