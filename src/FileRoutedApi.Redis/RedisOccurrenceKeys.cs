using System.Globalization;
using FileRoutedApi.Jobs;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// A key for each occurrence of a schedule, which the first process sets. An occurrence for which Redis is not available fails, because
/// otherwise every process would run it; it is retried as the job's configuration says.
/// </summary>
internal sealed class RedisOccurrenceKeys(RedisConnection connection) : IOccurrenceKeys
{
    // Longer than the clocks of machines differ, and than a machine is late that was suspended or busy.
    private static readonly TimeSpan _kept = TimeSpan.FromDays(1);

    private readonly string _owner = Guid.NewGuid().ToString("N");

    public async Task<bool> TryTakeAsync(string job, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var multiplexer = await connection.Multiplexer.WaitAsync(cancellationToken);
        var database = multiplexer.GetDatabase();
        var time = due.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var key = $"{connection.Prefix}jobs:{job}:{time}";
        return await database.StringSetAsync(key, _owner, _kept, When.NotExists) || await database.StringGetAsync(key) == _owner;
    }
}
