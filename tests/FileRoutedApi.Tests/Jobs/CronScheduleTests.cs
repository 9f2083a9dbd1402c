using System.Globalization;
using FileRoutedApi.Jobs;

namespace FileRoutedApi.Tests.Jobs;

/// <summary>Cron expressions: when they are due, and what is said about mistakes.</summary>
public class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:30", "2026-01-01T00:01:00 2026-01-01T00:02:00")]
    [InlineData("0 2 * * *", "2026-01-01T00:00:00", "2026-01-01T02:00:00 2026-01-02T02:00:00")]
    [InlineData("0 2 * * *", "2026-01-01T02:00:00", "2026-01-02T02:00:00")]
    [InlineData("*/15 9-10 * * *", "2026-01-01T09:40:00", "2026-01-01T09:45:00 2026-01-01T10:00:00 2026-01-01T10:15:00")]
    [InlineData("0 0 1 * *", "2026-01-15T00:00:00", "2026-02-01T00:00:00 2026-03-01T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 * * 1", "2026-01-01T00:00:00", "2026-01-05T00:00:00 2026-01-12T00:00:00")]
    [InlineData("0 0 * * MON", "2026-01-01T00:00:00", "2026-01-05T00:00:00")]
    [InlineData("0 0 * * 0", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 * * 7", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 * * 1-5", "2026-01-02T12:00:00", "2026-01-05T00:00:00")]
    [InlineData("0 0 13 * 5", "2026-01-01T00:00:00", "2026-01-02T00:00:00 2026-01-09T00:00:00 2026-01-13T00:00:00")]
    [InlineData("@daily", "2026-01-01T12:00:00", "2026-01-02T00:00:00")]
    [InlineData("@hourly", "2026-01-01T12:30:00", "2026-01-01T13:00:00")]
    [InlineData("  0   2  *  *  *  ", "2026-01-01T00:00:00", "2026-01-01T02:00:00")]
    public void Five_fields_are_those_of_crontab(string cron, string after, string expected) =>
        Assert.Equal(expected, TimesOf(cron, "UTC", after, expected.Split(' ').Length));

    [Theory]
    [InlineData("*/20 * * * * *", "2026-01-01T00:00:30", "2026-01-01T00:00:40 2026-01-01T00:01:00")]
    [InlineData("30 0 2 * * *", "2026-01-01T00:00:00", "2026-01-01T02:00:30 2026-01-02T02:00:30")]
    [InlineData("0 0 0 * * 1", "2026-01-01T00:00:00", "2026-01-05T00:00:00")]
    [InlineData("0 0 0 * * 0", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("5 0 0 * * SUN", "2026-01-01T00:00:00", "2026-01-04T00:00:05")]
    public void A_sixth_field_in_front_is_the_second(string cron, string after, string expected) =>
        Assert.Equal(expected, TimesOf(cron, "UTC", after, expected.Split(' ').Length));

    // Berlin: the clocks went from 2:00 to 3:00 on 2026-03-29, and from 3:00 to 2:00 on 2026-10-25.
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00:00", "2026-03-29T01:00:00 2026-03-30T00:30:00")]
    [InlineData("0 2 * * *", "2026-03-28T12:00:00", "2026-03-29T01:00:00 2026-03-30T00:00:00")]
    [InlineData("30 3 * * *", "2026-03-28T12:00:00", "2026-03-29T01:30:00")]
    [InlineData("0 * * * *", "2026-03-29T00:00:00", "2026-03-29T01:00:00 2026-03-29T02:00:00")]
    [InlineData("30 2 * * *", "2026-10-24T12:00:00", "2026-10-25T00:30:00 2026-10-26T01:30:00")]
    [InlineData("0 3 * * *", "2026-10-24T12:00:00", "2026-10-25T02:00:00")]
    [InlineData("0 * * * *", "2026-10-24T23:30:00", "2026-10-25T00:00:00 2026-10-25T01:00:00 2026-10-25T02:00:00")]
    public void When_the_clocks_change_a_daily_job_is_due_once_and_an_hourly_job_each_hour(string cron, string after, string expected) =>
        Assert.Equal(expected, TimesOf(cron, "Europe/Berlin", after, expected.Split(' ').Length));

    [Theory]
    [InlineData("Europe/Berlin", "2026-01-01T01:00:00")]
    [InlineData("America/New_York", "2026-01-01T07:00:00")]
    [InlineData("Asia/Kolkata", "2026-01-01T20:30:00")]
    [InlineData("W. Europe Standard Time", "2026-01-01T01:00:00")]
    public void The_time_zone_is_that_of_the_job(string zone, string expected) =>
        Assert.Equal(expected, TimesOf("0 2 * * *", zone, "2026-01-01T00:00:00", 1));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 32 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * * * * * *")]
    [InlineData("@never")]
    [InlineData("0 2 * * * # nightly")]
    public void A_mistake_is_named(string cron) =>
        Assert.StartsWith($"Cron '{cron}' is not valid: ", MistakeIn(cron), StringComparison.Ordinal);

    [Fact]
    public void A_schedule_that_is_never_due_is_a_mistake() =>
        Assert.Equal("Cron '0 0 30 2 *' is never due. Correct the day or the month.", MistakeIn("0 0 30 2 *"));

    [Fact]
    public void A_job_without_a_schedule_has_no_mistake() => Assert.Null(CronSchedule.FindMistake(new JobConfig(), default));

    private static string? MistakeIn(string cron) =>
        CronSchedule.FindMistake(new JobConfig { Cron = cron }, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static string TimesOf(string cron, string zone, string after, int count)
    {
        var schedule = CronSchedule.Parse(cron, zone);
        var time = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var times = new List<string>();
        for (var i = 0; i < count; i++)
        {
            time = schedule.GetNextValidTimeAfter(time)!.Value;
            times.Add(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        }

        return string.Join(' ', times);
    }
}
