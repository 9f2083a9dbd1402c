using System.Globalization;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Http;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace FileRoutedApi.Host.Development;

/// <summary>Gives the dashboard the lines that are logged during a request.</summary>
internal sealed class RequestLogSink : ILogEventSink
{
    // As in the terminal, without quotation marks around values.
    private static readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Emit(LogEvent logEvent)
    {
        // The dashboard shows the line of the request itself anyway.
        if (RequestTrace.Current is not { } trace || logEvent.MessageTemplate == RequestLog.Template)
        {
            return;
        }

        var source = logEvent.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: string name }
            ? name
            : null;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, text);
        var message = text.ToString();
        trace.Log(
            logEvent.Level.ToString().ToLowerInvariant(),
            source,
            logEvent.Exception is { } exception ? $"{message}\n{exception.GetType().FullName}: {exception.Message}" : message);
    }
}
