using System.Globalization;
using System.Text;
using FileRoutedApi.Development;

namespace FileRoutedApi.Host.Logging;

/// <summary>Formats exceptions for a terminal: the code where they were thrown, and the calls in the user's files.</summary>
internal static class TerminalException
{
    // The first calls of an exception that was thrown outside of the user's files.
    private const int ForeignFrames = 5;

    private static readonly string _lineEnd = Environment.NewLine;

    /// <summary>Returns the exception and its causes, without a line end.</summary>
    /// <param name="root">The folder with the user's files.</param>
    public static string Format(Exception exception, string root, TerminalStyle style)
    {
        var text = new StringBuilder();
        foreach (var thrown in ThrownException.WithCauses(root, exception))
        {
            text.Append(text.Length == 0 ? "" : $"{_lineEnd}caused by ");
            text.Append(style.Red(ControlCharacters.OnLines($"{thrown.Type}: {thrown.Message}")));
            AppendCode(text, thrown, root);
            AppendFrames(text, thrown.Frames, style);
        }

        return text.ToString();
    }

    private static void AppendCode(StringBuilder text, ThrownException thrown, string root)
    {
        if (thrown.Place is not { File: { } file } place || CodeFrame.Read(root, file, place.Line, place.Column) is not { } code)
        {
            return;
        }

        foreach (var line in code.ToText().Split('\n'))
        {
            text.Append(_lineEnd).Append(ControlCharacters.OnOneLine(line.TrimEnd('\r')));
        }
    }

    /// <summary>Writes the calls in the user's files. The calls of the framework between them are counted.</summary>
    private static void AppendFrames(StringBuilder text, IReadOnlyList<ThrownFrame> frames, TerminalStyle style)
    {
        var shown = frames.Any(frame => frame.IsOwn) ? 0 : Math.Min(ForeignFrames, frames.Count);
        var folded = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            if (!frames[i].IsOwn && i >= shown)
            {
                folded++;
                continue;
            }

            AppendFolded();
            text.Append(_lineEnd).Append("   at ").Append(Describe(frames[i]));
        }

        AppendFolded();

        void AppendFolded()
        {
            if (folded > 0)
            {
                text.Append(_lineEnd).Append(style.Dim($"   ({folded} framework {(folded == 1 ? "call" : "calls")})"));
                folded = 0;
            }
        }
    }

    private static string Describe(ThrownFrame frame) => ControlCharacters.OnOneLine(frame.IsOwn
        ? string.Create(CultureInfo.InvariantCulture, $"{frame.Method} in {frame.File}:{frame.Line}")
        : frame.Method);
}
