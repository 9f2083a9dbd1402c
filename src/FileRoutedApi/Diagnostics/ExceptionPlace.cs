using System.Diagnostics;

namespace FileRoutedApi.Diagnostics;

/// <summary>Where in the user's files an exception came from.</summary>
internal static class ExceptionPlace
{
    /// <summary>The first file below a folder that the exception came through, relative to it with <c>/</c>; null where there is none.</summary>
    public static (string File, int Line)? In(Exception exception, string root) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName() is { } file && (!Path.IsPathRooted(file) || file.StartsWith(root, StringComparison.Ordinal)))

        // What was built names its files as they were called in their folder.
        .Select(frame => ((string, int)?)(Path.GetRelativePath(root, Path.Combine(root, frame.GetFileName()!)).Replace('\\', '/'), frame.GetFileLineNumber()))
        .FirstOrDefault();

    /// <summary>The line of a file that the exception came through first, or 1.</summary>
    public static int LineIn(Exception exception, string file) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName()?.Replace('\\', '/').EndsWith(file, StringComparison.Ordinal) == true)
        .Select(frame => frame.GetFileLineNumber())
        .FirstOrDefault(1);
}
