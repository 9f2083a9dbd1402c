using System.Globalization;

namespace FileRoutedApi.Jobs;

/// <summary>Schedules, times and durations of jobs, as text for the terminal and the dashboard.</summary>
internal static class JobText
{
    /// <summary>Returns the schedule of a job: <c>0 2 * * * Europe/Berlin</c>.</summary>
    public static string ScheduleOf(JobState job) => job.Cron is null ? "when called" : $"{job.Cron} {job.TimeZone}";

    /// <summary>Returns a time in a time zone, with the offset of the zone: <c>2026-01-31 02:00:00+01:00</c>.</summary>
    /// <param name="timeZone">A name that the check of <c>config</c> has found valid.</param>
    public static string At(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Returns a duration with a unit that fits: <c>12 ms</c>, <c>1.5 s</c>, <c>2 min 5 s</c>, <c>3 h 20 min</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes} min"),
    };
}
