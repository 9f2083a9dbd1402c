using FileRoutedApi.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Gives the dashboard the lines that are logged during a request.</summary>
internal sealed class DevelopmentLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && RequestTrace.Current is not null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            RequestTrace.Current?.Log(
                logLevel.ToString().ToLowerInvariant(),
                category,
                exception is null ? message : $"{message}\n{exception.GetType().FullName}: {exception.Message}");
        }
    }
}
