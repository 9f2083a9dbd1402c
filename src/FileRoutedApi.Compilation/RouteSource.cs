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

    /// <summary>Reads and parses a file; null where that is impossible, with the reason among the diagnostics.</summary>
    public static async Task<RouteSource?> ReadAsync(
        RouteFolder folder, string path, bool debug, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(folder.PathOf(path), cancellationToken);
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
        var tree = CSharpSyntaxTree.ParseText(text, ParseOptions(debug), path, cancellationToken);
        return new RouteSource(path, text, (CompilationUnitSyntax)await tree.GetRootAsync(cancellationToken));
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
