using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Config;

/// <summary>Checks the configuration of a job, except for its cron expression, which only the scheduler can read.</summary>
internal static class JobConfigCheck
{
    private const int MostAttempts = 100;
    private const int LongestDuration = 7 * 86_400;

    /// <summary>Returns everything that is wrong with the configuration of a job.</summary>
    public static IEnumerable<RouteDiagnostic> Check(JobConfig config, RouteFile file, ConfigPositions positions)
    {
        return Mistakes(config).Select(mistake =>
        {
            var (line, column) = positions.Of(mistake.Key);
            return RouteDiagnostics.InvalidConfig(file.Path, line, column, mistake.Text);
        });
    }

    /// <summary>Returns what is wrong with a time zone that was not found.</summary>
    /// <param name="known">The time zones of the system: in a chiseled container image only UTC, or none.</param>
    public static string TimeZoneMistake(string zone, IEnumerable<TimeZoneInfo> known) =>
        known.All(other => other.Id == TimeZoneInfo.Utc.Id) ? ConfigTexts.NoTimeZones(zone) : ConfigTexts.UnknownTimeZone(zone);

    private static IEnumerable<(string Key, string Text)> Mistakes(JobConfig config)
    {
        if (config.MaxDuration is (<= 0 or > LongestDuration) and var seconds)
        {
            yield return ("MaxDuration", ConfigTexts.JobDuration(seconds, LongestDuration));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(config.TimeZone, out _))
        {
            yield return ("TimeZone", TimeZoneMistake(config.TimeZone, TimeZoneInfo.GetSystemTimeZones()));
        }

        var retry = config.Retry;
        if (retry.Attempts is < 0 or > MostAttempts)
        {
            yield return ("Retry.Attempts", ConfigTexts.RetryAttempts(retry.Attempts, MostAttempts));
        }

        if (retry.Delay is not (>= 0 and <= LongestDuration))
        {
            yield return ("Retry.Delay", ConfigTexts.RetrySeconds("Delay", retry.Delay, LongestDuration));
        }

        if (retry.MaxDelay is not (>= 0 and <= LongestDuration))
        {
            yield return ("Retry.MaxDelay", ConfigTexts.RetrySeconds("MaxDelay", retry.MaxDelay, LongestDuration));
        }

        if (retry.Factor is not (>= 1 and <= 100))
        {
            yield return ("Retry.Factor", ConfigTexts.RetryFactor(retry.Factor));
        }

        if (config is { Overlap: JobOverlap.Wait, Missed: JobMissed.Skip })
        {
            yield return ("Missed", ConfigTexts.WaitsAndSkips());
        }

        if (config.Cron is null && config.EnabledBy is not null)
        {
            yield return ("EnabledBy", ConfigTexts.EnabledWithoutCron());
        }
    }
}
