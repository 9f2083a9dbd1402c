using Serilog.Core;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>Writes the log to a terminal, one event at a time.</summary>
internal sealed class TerminalSink(HostConsole console, string root) : ILogEventSink
{
    private readonly TerminalLog _format = new(console.Style, root);

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _format.Format(logEvent, text);

        // One call, so that lines of other threads are not written between those of an event.
        console.Output.Write(text.ToString());
    }
}
