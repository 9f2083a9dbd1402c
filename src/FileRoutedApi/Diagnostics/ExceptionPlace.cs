using System.Diagnostics;

namespace FileRoutedApi.Diagnostics;

/// <summary>Where in the user's files an exception came from.</summary>
internal static class ExceptionPlace
{
    /// <summary>The line of a file that the exception came through first, or 1.</summary>
    public static int LineIn(Exception exception, string file) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName()?.Replace('\\', '/').EndsWith(file, StringComparison.Ordinal) == true)
        .Select(frame => frame.GetFileLineNumber())
        .FirstOrDefault(1);
}
