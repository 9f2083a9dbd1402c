using System.Text;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation;

/// <summary>The text of one file and its syntax, as the user wrote it.</summary>
/// <param name="Path">Relative to the folder that contains <c>api/</c>, with <c>/</c>.</param>
internal sealed record RouteSource(string Path, SourceText Text, CompilationUnitSyntax Root)
{
    // What a file-based program of the same SDK defines; DEBUG is added where code is compiled for debugging.
    private static readonly string[] _symbols =
    [
        "TRACE", "NET", "NETCOREAPP", "NET10_0", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
    ];

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and parses files; one that cannot be read is left out, with the reason among the diagnostics.</summary>
    public static IReadOnlyList<RouteSource> ReadAll(RouteFolder folder, IEnumerable<string> paths, bool debug, List<RouteDiagnostic> diagnostics) =>
        [.. paths.Select(path => Read(folder, path, debug, diagnostics)).OfType<RouteSource>()];

    private static RouteSource? Read(RouteFolder folder, string path, bool debug, List<RouteDiagnostic> diagnostics)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(folder.PathOf(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(RouteDiagnostics.Unreadable(path, exception is FileNotFoundException ? "it is gone" : "access is denied"));
            return null;
        }

        if (LineOfFirstInvalidByte(bytes) is { } line)
        {
            diagnostics.Add(RouteDiagnostics.NotUtf8(path, line));
            return null;
        }

        var text = SourceText.From(bytes, bytes.Length, _strict, SourceHashAlgorithm.Sha256);
        var tree = CSharpSyntaxTree.ParseText(text, ParseOptions(debug), path);
        return new RouteSource(path, text, (CompilationUnitSyntax)tree.GetRoot());
    }

    /// <summary>The directives of a file-based program, such as <c>#:package</c>, with their lines counted from 1.</summary>
    public IEnumerable<(string Text, int Line)> Directives => Root.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.IgnoredDirectiveTrivia))
        .Select(trivia => (trivia.ToString().Trim(), Text.Lines.GetLinePosition(trivia.SpanStart).Line + 1));

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
    public static CSharpParseOptions ParseOptions(bool debug) =>
        new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Regular, debug ? [.. _symbols, "DEBUG"] : _symbols)
            .WithFeatures([new("FileBasedProgram", "true")]);

    // CS0106 on a top-level function: RouteSyntax has a better text for it.
    private bool IsAccessModifier(Diagnostic diagnostic) =>
        diagnostic.Id == "CS0106"
        && Root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax };

    private static int? LineOfFirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return line;
            }

            line += rune.Value == '\n' ? 1 : 0;
            bytes = bytes[consumed..];
        }

        return null;
    }
}
