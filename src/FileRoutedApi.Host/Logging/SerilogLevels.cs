using Serilog;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Reads the section <c>Serilog</c> if it contains nothing but levels. <c>ReadFrom.Configuration</c> reads everything else: it searches
/// all assemblies of the application for sinks and enrichers, which takes longer than the rest of the log's start.
/// </summary>
internal static class SerilogLevels
{
    private const string Minimum = "MinimumLevel";

    /// <summary>Returns true if the section contains only levels, or nothing.</summary>
    public static bool AreOnlySettings(IConfiguration configuration) => Read(configuration) is not null;

    /// <summary>Applies the levels. Returns false if the section contains something else, or a value that is not a level.</summary>
    public static bool TryApply(LoggerConfiguration logger, IConfiguration configuration)
    {
        if (Read(configuration) is not { } levels)
        {
            return false;
        }

        foreach (var (category, level) in levels)
        {
            _ = category is null ? logger.MinimumLevel.Is(level) : logger.MinimumLevel.Override(category, level);
        }

        return true;
    }

    /// <returns>The levels by category, null for the default; null if the section contains something else.</returns>
    private static List<Level>? Read(IConfiguration configuration)
    {
        var levels = new List<Level>();
        foreach (var section in configuration.GetSection("Serilog").GetChildren())
        {
            if (!Is(section, Minimum) || !TryReadMinimum(section, levels))
            {
                return null;
            }
        }

        return levels;
    }

    private static bool TryReadMinimum(IConfigurationSection section, List<Level> levels) =>
        (section.Value is null || TryRead(section, null, levels))
        && section.GetChildren().All(child =>
            Is(child, "Default") ? TryRead(child, null, levels)
            : Is(child, "Override") && child.GetChildren().All(category => TryRead(category, category.Key, levels)));

    private static bool TryRead(IConfigurationSection section, string? category, List<Level> levels)
    {
        // Something else can be the name of a level switch.
        if (!Enum.TryParse<LogEventLevel>(section.Value, ignoreCase: true, out var level) || !Enum.IsDefined(level))
        {
            return false;
        }

        levels.Add(new Level(category, level));
        return true;
    }

    private static bool Is(IConfigurationSection section, string name) => section.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <param name="Category">A prefix of logger names; null for the default.</param>
    private sealed record Level(string? Category, LogEventLevel Minimum);
}
