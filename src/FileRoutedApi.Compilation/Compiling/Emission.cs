using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Markup;
using FileRoutedApi.Compilation.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>Turns a compilation into an image, or into errors with places in the user's files.</summary>
internal static class Emission
{
    /// <summary>Returns the image, or null if there are errors. Errors and warnings are added to the diagnostics.</summary>
    public static CompiledImage? Emit(
        GeneratedCode code, IReadOnlyList<WrittenSource> sources, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (TryEmit(code, sources, [], cancellationToken) is { } image)
        {
            diagnostics.AddRange(image.Warnings);
            return image;
        }

        diagnostics.AddRange(Check(code, sources, cancellationToken));
        return null;
    }

    /// <summary>Returns the image with its warnings, or null. Errors that were found are added, which need not be all.</summary>
    public static CompiledImage? TryEmit(
        GeneratedCode code, IReadOnlyList<WrittenSource> sources, List<RouteDiagnostic> errors, CancellationToken cancellationToken)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        using var comments = new MemoryStream();
        List<RouteDiagnostic> generatorDiagnostics = [.. code.Diagnostics];
        var result = code.Compilation.Emit(
            assembly,
            symbols,
            sources.Any(HasComments) ? comments : null,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellationToken);
        List<RouteDiagnostic> found = [.. generatorDiagnostics, .. code.ForUser(result.Diagnostics)];
        found.AddRange(result.Success ? new MarkupCheck(code.Compilation, sources).FindMistakes(cancellationToken) : []);
        if (!result.Success || found.Any(diagnostic => diagnostic.IsError))
        {
            errors.AddRange(found);
            return null;
        }

        var files = sources.Select(source => ImageFile.Of(source.File));
        return new CompiledImage(assembly.ToArray(), symbols.ToArray(), comments.ToArray(), [.. files], found);
    }

    /// <summary>Returns all errors and warnings.</summary>
    public static List<RouteDiagnostic> Check(
        GeneratedCode code, IReadOnlyList<WrittenSource> sources, CancellationToken cancellationToken)
    {
        List<RouteDiagnostic> found = [.. code.Diagnostics];
        var others = new HtmlConversions(code.Compilation).Explain(code.Compilation.GetDiagnostics(cancellationToken), found);
        found.AddRange(code.ForUser(others));
        found.AddRange(new MarkupCheck(code.Compilation, sources).FindMistakes(cancellationToken));
        return found;
    }

    private static bool HasComments(WrittenSource source) => source.File.Bytes.AsSpan().IndexOf("///"u8) >= 0;
}
