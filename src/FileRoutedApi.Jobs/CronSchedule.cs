using FileRoutedApi.Diagnostics;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>Reads cron expressions: those of crontab, with an optional field for the second in front.</summary>
internal static class CronSchedule
{
    private const int FieldsWithSecond = 6;

    /// <exception cref="FormatException">The expression is not valid. The message says why.</exception>
    public static CronExpression Parse(string cron, string timeZone)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // In Quartz's own format with seconds, the numbers of the days of the week differ from crontab's.
        var expression = fields.Length == FieldsWithSecond
            ? CronExpression.Parse($"{fields[0]} {WithoutSecond(CronExpression.Parse(string.Join(' ', fields[1..]), CronFormat.Unix))}")
            : CronExpression.Parse(cron.Trim(), CronFormat.Unix);
        return expression.WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(timeZone));
    }

    /// <summary>Returns what is wrong with the cron expression of a job; null if nothing is.</summary>
    public static string? FindMistake(JobConfig config, DateTimeOffset now)
    {
        if (config.Cron is not { } cron || !TimeZoneInfo.TryFindSystemTimeZoneById(config.TimeZone, out _))
        {
            return null;
        }

        try
        {
            return Parse(cron, config.TimeZone).GetNextValidTimeAfter(now) is null ? ConfigTexts.CronNeverDue(cron) : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return ConfigTexts.InvalidCron(cron, exception.Message);
        }
    }

    private static string WithoutSecond(CronExpression expression) => expression.CronExpressionString.Split(' ', 2)[1];
}
