using Serilog.Core;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// The logging scopes of the server: <c>ConnectionId</c>, <c>RequestId</c> and <c>RequestPath</c>. Every log entry that is written during a
/// request has these properties.
/// </summary>
/// <remarks>
/// ASP.NET Core begins these two scopes for every connection and every request, whether anything is logged or not. A scope of Serilog sets
/// two <see cref="AsyncLocal{T}"/> and resets both. This one sets one.
/// </remarks>
internal sealed class RequestScope : ILogEventEnricher
{
    private static readonly AsyncLocal<Scope?> _current = new();

    /// <summary>Returns a logger whose scopes are those of this class, or the same logger if its category is not one of the server.</summary>
    public static ILogger Wrap(string category, ILogger logger) =>
        category == "Microsoft.AspNetCore.Hosting.Diagnostics" || category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal)
            ? new ServerLogger(logger)
            : logger;

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        // The entry of the request itself has its own properties.
        if (_current.Value is not { } scope || logEvent.MessageTemplate == RequestLog.Template)
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

    private sealed record Scope(IReadOnlyList<KeyValuePair<string, object?>> Properties, Scope? Outer) : IDisposable
    {
        // The server restores the execution context after each request and each connection.
        public void Dispose()
        {
        }
    }

    private sealed class ServerLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> properties)
            {
                return logger.BeginScope(state);
            }

            var scope = new Scope(properties, _current.Value);
            _current.Value = scope;
            return scope;
        }

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
