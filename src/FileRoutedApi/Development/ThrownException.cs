using System.Diagnostics;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Development;

/// <summary>An exception in readable form, with its message and the calls it passed through.</summary>
/// <param name="Type">The name of its type, without generated parts.</param>
/// <param name="Message">Its message.</param>
/// <param name="Frames">The stack frames, innermost first.</param>
internal sealed record ThrownException(string Type, string Message, IReadOnlyList<ThrownFrame> Frames)
{
    // Infinite recursion has thousands of identical frames.
    private const int MaxFrames = 200;

    /// <summary>Gets the innermost frame in the user's files; null if there is none.</summary>
    public ThrownFrame? Place => Frames.FirstOrDefault(frame => frame.IsOwn);

    /// <summary>Returns an exception and its causes, outermost first.</summary>
    public static IEnumerable<ThrownException> WithCauses(string root, Exception exception)
    {
        IEnumerable<Exception> causes = exception switch
        {
            AggregateException several => several.InnerExceptions,
            { InnerException: { } inner } => [inner],
            _ => [],
        };
        return causes.SelectMany(cause => WithCauses(root, cause)).Prepend(Of(root, exception));
    }

    private static ThrownException Of(string root, Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        return new ThrownException(
            CSharpName.Of(exception.GetType(), isFull: true),
            CompiledNames.Shorten(exception.Message),
            [.. frames.Take(MaxFrames).Select(frame => ThrownFrame.Of(root, frame)).OfType<ThrownFrame>()]);
    }
}

/// <summary>A stack frame of an exception.</summary>
/// <param name="Method">The method with its parameters.</param>
/// <param name="File">The file; relative to the root, with <c>/</c>, if it is one of the user's. Null if it is unknown.</param>
/// <param name="IsOwn">True for a frame in the user's files.</param>
internal sealed record ThrownFrame(string Method, string? File, int Line, int Column, bool IsOwn)
{
    /// <returns>Null for a frame with <see cref="StackTraceHiddenAttribute"/>.</returns>
    public static ThrownFrame? Of(string root, StackFrame frame)
    {
        if (frame.GetMethod()?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true)
        {
            return null;
        }

        var file = frame.GetFileName();
        var own = RelativeTo(root, file);
        return new ThrownFrame(
            CSharpName.Of(frame) ?? "unknown", own ?? file, frame.GetFileLineNumber(), frame.GetFileColumnNumber(), own is not null);
    }

    private static string? RelativeTo(string root, string? file)
    {
        if (file is null || !Path.IsPathRooted(file))
        {
            return null;
        }

        var path = Path.GetRelativePath(root, file).Replace('\\', '/');
        return path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path) ? null : path;
    }
}
