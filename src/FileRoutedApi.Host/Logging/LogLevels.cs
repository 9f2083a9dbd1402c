using FileRoutedApi.Diagnostics;
using Serilog;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Applies the levels of <c>Logging:LogLevel</c> to Serilog. The section <c>Serilog</c> is applied later, so it takes precedence for the
/// same category.
/// </summary>
internal static class LogLevels
{
    private const string Section = "Logging:LogLevel";

    // Serilog has no level that turns a category off. This one is above all levels.
    private const LogEventLevel None = LogEventLevel.Fatal + 1;

    /// <summary>Reads the levels of the configuration.</summary>
    /// <exception cref="FileRoutesException">Levels are not valid (FRA3037). The exception names all of them.</exception>
    public static IReadOnlyList<Level> Read(IConfiguration configuration)
    {
        var levels = new List<Level>();
        var mistakes = new List<RouteDiagnostic>();
        foreach (var section in ValuesBelow(configuration.GetSection(Section)))
        {
            var (key, value) = (section.Path[(Section.Length + 1)..], section.Value);
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

    // A category may contain a colon.
    private static IEnumerable<IConfigurationSection> ValuesBelow(IConfigurationSection section) => section.GetChildren()
        .SelectMany(child => child.Value is null ? ValuesBelow(child) : ValuesBelow(child).Prepend(child));

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

    /// <param name="Category">A prefix of logger names, or <c>Default</c>.</param>
    internal sealed record Level(string Category, LogEventLevel Minimum);
}
