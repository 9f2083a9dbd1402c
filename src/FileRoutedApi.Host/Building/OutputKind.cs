namespace FileRoutedApi.Host.Building;

/// <summary>What an output folder contains: how its own files are distinguished from others, and deleted.</summary>
/// <param name="FindOtherFiles">Returns the names of the files that are not from the same kind of output, or were changed.</param>
/// <param name="Delete">Deletes the files of the output, and returns the names of the remaining entries.</param>
internal sealed record OutputKind(
    Func<string, IReadOnlyList<string>> FindOtherFiles, Func<string, IReadOnlyList<string>> Delete)
{
    /// <summary>Gets the output of <c>build</c>.</summary>
    public static OutputKind Build { get; } = new(BuiltFiles.FindOtherFiles, BuiltFiles.Delete);

    /// <summary>Gets a static export.</summary>
    public static OutputKind Export { get; } = new(ExportFiles.FindOtherFiles, ExportFiles.Delete);
}
