using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileRoutedApi.Jobs;

/// <summary>
/// Logs the warnings and errors of Quartz, except for failed runs, which <see cref="JobRunner"/> logs with their file, and for failures of
/// the database, which are reported once for each outage.
/// </summary>
internal sealed class QuartzLoggers(ILoggerFactory loggers, StoreOutage outage) : ILoggerFactory
{
    private const string FailedRuns = "Quartz.Core.JobRunShell";

    public ILogger CreateLogger(string categoryName) =>
        categoryName == FailedRuns ? NullLogger.Instance : new Warnings(loggers.CreateLogger(categoryName), outage);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    // The factory of the application is not disposed with the scheduler.
    public void Dispose()
    {
    }

    private sealed class Warnings(ILogger logger, StoreOutage outage) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            if (StoreOutage.IsCauseOf(exception))
            {
                outage.Report(exception!);
                logger.Log(LogLevel.Debug, eventId, state, exception, formatter);
            }
            else
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
