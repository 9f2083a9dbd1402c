namespace FileRoutedApi.Compilation.Compiling;

/// <summary>What the compiler made of some files: everything that is needed to run them without it.</summary>
/// <param name="Files">The files that went in.</param>
/// <param name="Warnings">What the compiler warned of.</param>
internal sealed record CompiledImage(
    byte[] Assembly, byte[] Symbols, byte[] Documentation, IReadOnlyList<ImageFile> Files, IReadOnlyList<RouteDiagnostic> Warnings);

/// <summary>A file as it went into an image.</summary>
/// <param name="Hash">The hash of its text.</param>
internal readonly record struct ImageFile(string Path, string Hash);
