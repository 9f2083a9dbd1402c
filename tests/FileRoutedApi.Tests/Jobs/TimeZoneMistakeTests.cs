using FileRoutedApi.Config;

namespace FileRoutedApi.Tests.Jobs;

/// <summary>What is said about a time zone that was not found.</summary>
public class TimeZoneMistakeTests
{
    public static TheoryData<TimeZoneInfo[], string> Systems => new()
    {
        { [], "this system has no time zone data. Install the package tzdata" },
        { [TimeZoneInfo.Utc], "this system has no time zone data. Install the package tzdata" },
        { [TimeZoneInfo.Utc, TimeZoneInfo.CreateCustomTimeZone("Own", TimeSpan.FromHours(5.5), null, null)], "Write an IANA name" },
    };

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_system_without_time_zone_data_is_the_mistake(TimeZoneInfo[] known, string expected) =>
        Assert.Contains(expected, JobConfigCheck.TimeZoneMistake("Europe/Berlin", known), StringComparison.Ordinal);
}
