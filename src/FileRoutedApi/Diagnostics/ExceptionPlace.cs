using System.Diagnostics;

namespace FileRoutedApi.Diagnostics;

/// <summary>Finds the place in a route file where an exception was thrown.</summary>
internal static class ExceptionPlace
{
    /// <summary>Returns the innermost file below a folder in the stack trace, relative to it with <c>/</c>; null if there is none.</summary>
    public static (string File, int Line)? In(Exception exception, string root)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            // Built code has relative file names.
            if (frame.GetFileName() is { } file && (!Path.IsPathRooted(file) || file.StartsWith(root, StringComparison.Ordinal)))
            {
                return (Path.GetRelativePath(root, Path.Combine(root, file)).Replace('\\', '/'), frame.GetFileLineNumber());
            }
        }

        return null;
    }

    /// <summary>Returns the innermost line of a file in the stack trace; 1 if the file is not in it.</summary>
    public static int LineIn(Exception exception, string file) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName()?.Replace('\\', '/').EndsWith(file, StringComparison.Ordinal) == true)
        .Select(frame => frame.GetFileLineNumber())
        .FirstOrDefault(1);
}
