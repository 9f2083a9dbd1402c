using Serilog.Core;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// The logging scopes of the server: <c>ConnectionId</c>, <c>RequestId</c> and <c>RequestPath</c>. Every log entry that is written during a
/// request has these properties.
/// </summary>
internal sealed class ServerScopes : ILogEventEnricher
{
    private const string RequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>
    /// Returns a logger whose scopes are those of <see cref="LogScope"/>, or the same logger if its category is not one of the server.
    /// </summary>
    /// <param name="output">Where the log goes.</param>
    public static ILogger Wrap(string category, ILogger logger, LogOutput output) =>
        category == RequestCategory ? new ServerLogger(logger, output)
        : category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) ? new ServerLogger(logger, null)
        : logger;

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        // The entry of the request itself has its own properties.
        if (LogScope.Current is not { } scope || logEvent.MessageTemplate == RequestLog.Template)
        {
            return;
        }

        for (var outer = scope; outer is not null; outer = outer.Outer)
        {
            foreach (var (name, value) in outer.Properties)
            {
                logEvent.AddPropertyIfAbsent(new LogEventProperty(name, new ScalarValue(value)));
            }
        }
    }

    private sealed class ServerScope(LogScope? outer, IReadOnlyList<KeyValuePair<string, object?>> properties) : LogScope(outer)
    {
        public override IEnumerable<KeyValuePair<string, object?>> Properties => properties;
    }

    /// <param name="output">Where the log goes, for the logger of the requests.</param>
    private sealed class ServerLogger(ILogger logger, LogOutput? output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            state is IReadOnlyList<KeyValuePair<string, object?>> values
                ? LogScope.Current = new ServerScope(LogScope.Current, values)
                : logger.BeginScope(state);

        // ASP.NET Core creates the activity and the scope of a request if Critical is enabled for this category. RequestScope replaces both,
        // so the result is false unless ASP.NET Core's own messages of the level Information are enabled.
        public bool IsEnabled(LogLevel logLevel) =>
            logger.IsEnabled(logLevel == LogLevel.Critical && output is { HasLazyTraces: true } ? LogLevel.Information : logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
