using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace FileRoutedApi.Host.Logging;

/// <summary>Formats log events for a terminal: time, level, logger and message, with colours.</summary>
/// <param name="root">The folder with the user's files.</param>
internal sealed class TerminalLog(TerminalStyle style, string root) : ITextFormatter
{
    private const int MaxReason = 300;

    private static readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(style.Dim(logEvent.Timestamp.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        output.Write(' ');
        if (!TryWriteRequest(logEvent, output))
        {
            output.Write(Level(logEvent.Level));
            var source = Scalar(logEvent, Serilog.Core.Constants.SourceContextPropertyName) as string;
            output.Write(source is null ? " " : $" {ControlCharacters.OnOneLine(source)}: ");
            output.Write(ControlCharacters.OnLines(Message(logEvent)));
        }

        output.WriteLine();
        if (logEvent.Exception is { } exception)
        {
            output.WriteLine(TerminalException.Format(exception, root, style));
        }
    }

    private bool TryWriteRequest(LogEvent logEvent, TextWriter output)
    {
        if (Scalar(logEvent, "RequestMethod") is not string method
            || Scalar(logEvent, "StatusCode") is not int status
            || Scalar(logEvent, "Elapsed") is not double elapsed)
        {
            return false;
        }

        var path = ControlCharacters.OnOneLine($"{Scalar(logEvent, "RequestPath")}");
        var file = Scalar(logEvent, "File") is string name ? style.Dim($"  {ControlCharacters.OnOneLine(name)}") : "";
        output.Write(string.Create(
            CultureInfo.InvariantCulture, $"{ControlCharacters.OnOneLine(method),-6} {path} {Status(status)} in {elapsed:0.0} ms{file}"));
        if (status is >= 400 and < 500 && Scalar(logEvent, ProblemLog.Property) is string reason)
        {
            var shortened = reason.Length > MaxReason ? $"{reason[..MaxReason]}…" : reason;
            output.Write(style.Yellow($"  {ControlCharacters.OnOneLine(shortened)}"));
        }

        return true;
    }

    private string Status(int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            >= 500 => style.Red(text),
            >= 400 => style.Yellow(text),
            _ => style.Green(text),
        };
    }

    private static string Message(LogEvent logEvent)
    {
        var message = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        return message.ToString();
    }

    private string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal or LogEventLevel.Error => style.Red("error"),
        LogEventLevel.Warning => style.Yellow("warning"),
        LogEventLevel.Information => style.Cyan("info"),
        _ => style.Dim("debug"),
    };

    private static object? Scalar(LogEvent logEvent, string property) =>
        logEvent.Properties.TryGetValue(property, out var value) && value is ScalarValue scalar ? scalar.Value : null;
}
