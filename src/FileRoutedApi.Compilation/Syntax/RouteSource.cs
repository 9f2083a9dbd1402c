using System.Text;
using FileRoutedApi.Compilation.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>A file and its syntax tree.</summary>
internal sealed record RouteSource(SourceFile File, SourceText Text, CompilationUnitSyntax Root)
{
    // The symbols of a file-based program of the same SDK. DEBUG is added for code that a debugger steps through.
    private static readonly string[] _symbols =
    [
        "TRACE", "NET", "NETCOREAPP", "NET10_0", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
    ];

    private static readonly CSharpParseOptions[] _parseOptions = [CreateParseOptions(debug: false), CreateParseOptions(debug: true)];

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gets the path relative to the folder that contains <c>api/</c>, with <c>/</c>.</summary>
    public string Path => File.Path;

    public static RouteSource Parse(SourceFile file, bool debug)
    {
        var text = SourceText.From(file.Bytes, file.Bytes.Length, _strict, SourceHashAlgorithm.Sha256);
        var tree = CSharpSyntaxTree.ParseText(text, ParseOptions(debug), file.Path);
        return new RouteSource(file, text, (CompilationUnitSyntax)tree.GetRoot());
    }

    /// <summary>Gets the full names of the types that the file declares, in the format of reflection.</summary>
    public IEnumerable<string> DeclaredTypes => Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(FullNameOf);

    private static string FullNameOf(BaseTypeDeclarationSyntax type)
    {
        var name = type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: > 0 and var count }
            ? $"{type.Identifier.ValueText}`{count}"
            : type.Identifier.ValueText;
        return type.Parent switch
        {
            BaseTypeDeclarationSyntax outer => $"{FullNameOf(outer)}+{name}",
            BaseNamespaceDeclarationSyntax space => $"{FullNameOf(space)}.{name}",
            _ => name,
        };
    }

    private static string FullNameOf(BaseNamespaceDeclarationSyntax space) => string.Join(
        '.', space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(each => each.Name.ToString()));

    /// <summary>Returns true if the file has syntax errors, which are added to the diagnostics.</summary>
    public bool HasSyntaxErrors(List<RouteDiagnostic> diagnostics)
    {
        var errors = Root.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsAccessModifier(diagnostic))
            .Select(CompilerDiagnostic.Create)
            .ToList();
        diagnostics.AddRange(errors);
        return errors.Count > 0;
    }

    /// <summary>Returns the parse options of a file-based program.</summary>
    public static CSharpParseOptions ParseOptions(bool debug) => _parseOptions[debug ? 1 : 0];

    private static CSharpParseOptions CreateParseOptions(bool debug) =>
        new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Regular, debug ? [.. _symbols, "DEBUG"] : _symbols)
            .WithFeatures([new("FileBasedProgram", "true")]);

    // CS0106 on a top-level function, for which RouteSyntax has a more helpful diagnostic.
    private bool IsAccessModifier(Diagnostic diagnostic) =>
        diagnostic.Id == "CS0106"
        && Root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax };
}
