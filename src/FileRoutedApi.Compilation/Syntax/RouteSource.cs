using System.Text;
using FileRoutedApi.Compilation.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>A file and its syntax, as the user wrote it.</summary>
internal sealed record RouteSource(SourceFile File, SourceText Text, CompilationUnitSyntax Root)
{
    // What a file-based program of the same SDK defines; DEBUG is added where code is compiled for debugging.
    private static readonly string[] _symbols =
    [
        "TRACE", "NET", "NETCOREAPP", "NET10_0", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
    ];

    private static readonly CSharpParseOptions[] _parseOptions = [CreateParseOptions(debug: false), CreateParseOptions(debug: true)];

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Relative to the folder that contains <c>api/</c>, with <c>/</c>.</summary>
    public string Path => File.Path;

    public static RouteSource Parse(SourceFile file, bool debug)
    {
        var text = SourceText.From(file.Bytes, file.Bytes.Length, _strict, SourceHashAlgorithm.Sha256);
        var tree = CSharpSyntaxTree.ParseText(text, ParseOptions(debug), file.Path);
        return new RouteSource(file, text, (CompilationUnitSyntax)tree.GetRoot());
    }

    /// <summary>The full names of the types that the file declares, as reflection has them.</summary>
    public IEnumerable<string> DeclaredTypes => Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(FullNameOf);

    private static string FullNameOf(BaseTypeDeclarationSyntax type)
    {
        var own = type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: > 0 and var count } ? $"{type.Identifier.ValueText}`{count}" : type.Identifier.ValueText;
        return type.Parent switch
        {
            BaseTypeDeclarationSyntax outer => $"{FullNameOf(outer)}+{own}",
            BaseNamespaceDeclarationSyntax space => $"{string.Join('.', space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(each => each.Name.ToString()))}.{own}",
            _ => own,
        };
    }

    /// <summary>Whether the file does not even parse; the errors are added to the diagnostics.</summary>
    public bool HasSyntaxErrors(List<RouteDiagnostic> diagnostics)
    {
        var errors = Root.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsAccessModifier(diagnostic))
            .Select(CompilerDiagnostic.Create)
            .ToList();
        diagnostics.AddRange(errors);
        return errors.Count > 0;
    }

    /// <summary>The options of a file-based program.</summary>
    public static CSharpParseOptions ParseOptions(bool debug) => _parseOptions[debug ? 1 : 0];

    private static CSharpParseOptions CreateParseOptions(bool debug) =>
        new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Regular, debug ? [.. _symbols, "DEBUG"] : _symbols)
            .WithFeatures([new("FileBasedProgram", "true")]);

    // CS0106 on a top-level function: RouteSyntax has a better text for it.
    private bool IsAccessModifier(Diagnostic diagnostic) =>
        diagnostic.Id == "CS0106"
        && Root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax };
}
