using System.Diagnostics;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Development;

/// <summary>An exception as its reader wants it: what it says, and through which code it came.</summary>
/// <param name="Type">Its type, as the user knows it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Frames">From where it was thrown outwards.</param>
internal sealed record ThrownException(string Type, string Message, IReadOnlyList<ThrownFrame> Frames)
{
    // A recursion without an end has thousands, all of them the same.
    private const int MostFrames = 200;

    /// <summary>The innermost frame in the user's files; null where it came through none.</summary>
    public ThrownFrame? Place => Frames.FirstOrDefault(frame => frame.IsOwn);

    /// <summary>An exception and then, inwards, those that caused it.</summary>
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

    private static ThrownException Of(string root, Exception exception) => new(
        CompiledNames.Shorten(exception.GetType().FullName ?? exception.GetType().Name),
        CompiledNames.Shorten(exception.Message),
        [.. new StackTrace(exception, fNeedFileInfo: true).GetFrames().Take(MostFrames).Select(frame => ThrownFrame.Of(root, frame)).OfType<ThrownFrame>()]);
}

/// <summary>One call on the way of an exception.</summary>
/// <param name="Method">The function with its parameters.</param>
/// <param name="File">For the user's files relative to the root, with <c>/</c>; null where it is not known.</param>
/// <param name="IsOwn">Whether it is in the user's files.</param>
internal sealed record ThrownFrame(string Method, string? File, int Line, int Column, bool IsOwn)
{
    /// <returns>Null for a frame that asks not to be shown.</returns>
    public static ThrownFrame? Of(string root, StackFrame frame)
    {
        if (frame.GetMethod()?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true)
        {
            return null;
        }

        var file = frame.GetFileName();
        var own = RelativeTo(root, file);
        return new ThrownFrame(NameOf(frame, file), own ?? file, frame.GetFileLineNumber(), frame.GetFileColumnNumber(), own is not null);
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

    // The text of a trace knows what a method of a state machine was written as; the frame alone does not.
    private static string NameOf(StackFrame frame, string? file)
    {
        var text = new StackTrace(frame).ToString().Trim();
        var end = file is null ? -1 : text.LastIndexOf($" in {file}", StringComparison.Ordinal);
        text = end < 0 ? text : text[..end];
        return CompiledNames.ShortenMethod(text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }
}
