using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>An assembly that was compiled from some files, with its symbols, documentation and warnings.</summary>
/// <param name="Symbols">The portable PDB.</param>
/// <param name="Documentation">The XML of the documentation comments; empty if there are none.</param>
/// <param name="Files">The files it was compiled from.</param>
/// <param name="Warnings">The warnings of the compiler.</param>
internal sealed record CompiledImage(
    byte[] Assembly, byte[] Symbols, byte[] Documentation, IReadOnlyList<ImageFile> Files, IReadOnlyList<RouteDiagnostic> Warnings);

/// <summary>The path and content of a file that an image was compiled from.</summary>
/// <param name="Hash">The hash of its content.</param>
internal readonly record struct ImageFile(string Path, string Hash)
{
    public static ImageFile Of(SourceFile file) => new(file.Path, file.Hash);
}
