using System.Globalization;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Http;
using Serilog.Core;
using Serilog.Events;

namespace FileRoutedApi.Host.Development;

/// <summary>Gives the dashboard the lines that are logged during a request.</summary>
internal sealed class RequestLogSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        // The dashboard shows the line of the request itself anyway.
        if (RequestTrace.Current is not { } trace || logEvent.MessageTemplate == RequestLog.Template)
        {
            return;
        }

        var source = logEvent.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: string name } ? name : null;
        var message = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        trace.Log(
            logEvent.Level.ToString().ToLowerInvariant(),
            source,
            logEvent.Exception is { } exception ? $"{message}\n{exception.GetType().FullName}: {exception.Message}" : message);
    }
}
