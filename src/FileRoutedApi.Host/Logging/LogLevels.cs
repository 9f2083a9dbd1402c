using FileRoutedApi.Diagnostics;
using Serilog;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// The levels of <c>Logging:LogLevel</c>, which .NET applications use, as levels of Serilog. The section <c>Serilog</c> is read after
/// them, so it wins for the same category.
/// </summary>
internal static class LogLevels
{
    private const string Section = "Logging:LogLevel";

    // Serilog has no level for nothing; this one is above all.
    private const LogEventLevel None = LogEventLevel.Fatal + 1;

    /// <exception cref="FileRoutesException">A level cannot be read (FRA3037); all that cannot are named.</exception>
    public static IReadOnlyList<Level> Read(IConfiguration configuration)
    {
        var levels = new List<Level>();
        var mistakes = new List<RouteDiagnostic>();
        var settings = configuration.GetSection(Section).AsEnumerable(makePathsRelative: true);
        foreach (var (key, value) in settings.Where(setting => setting.Value is not null))
        {
            if (Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && Enum.IsDefined(level))
            {
                levels.Add(new Level(key, LevelOf(level)));
            }
            else
            {
                mistakes.Add(RouteDiagnostics.InvalidLogLevel($"{Section}:{key}", value));
            }
        }

        return mistakes.Count == 0 ? levels : throw new FileRoutesException(mistakes);
    }

    public static LoggerConfiguration UseLogLevels(this LoggerConfiguration logger, IEnumerable<Level> levels)
    {
        foreach (var (category, level) in levels)
        {
            _ = category.Equals("Default", StringComparison.OrdinalIgnoreCase)
                ? logger.MinimumLevel.Is(level)
                : logger.MinimumLevel.Override(category, level);
        }

        return logger;
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Critical => LogEventLevel.Fatal,
        _ => None,
    };

    /// <param name="Category">The beginning of the names of loggers, or <c>Default</c>.</param>
    internal readonly record struct Level(string Category, LogEventLevel Minimum);
}
