using System.IO.Hashing;
using System.Text.Json;
using FileRoutedApi.Caching;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace FileRoutedApi.Redis;

/// <summary>
/// The level of the cache that machines share: one string for each response. A value that is damaged, or that something else
/// wrote, counts as missing: the response is generated again and replaces it.
/// </summary>
internal sealed partial class RedisCacheLevel(RedisConnection connection, TimeProvider time, ILogger<RedisCacheLevel> logger) : ISharedCache
{
    private static readonly TimeSpan _logInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _loggedAt;

    public void Attach(IFusionCache cache) => cache.SetupDistributedCache(new Store(this), new Serializer(this));

    /// <summary>Logs a damaged value, but not one for each request.</summary>
    private void NoteDamaged(string reason)
    {
        lock (_lock)
        {
            if (_loggedAt is { } before && time.GetElapsedTime(before) < _logInterval)
            {
                return;
            }

            _loggedAt = time.GetTimestamp();
        }

        Log.Damaged(logger, reason);
    }

    /// <summary>Reads and writes strings. FusionCache knows what to do while Redis is away, so that is an exception.</summary>
    private sealed class Store(RedisCacheLevel level) : IDistributedCache
    {
        private IDatabase Database => level.Connection.Database ?? throw new TimeoutException("Redis is not available.");

        public byte[]? Get(string key) => TryRead(() => Database.StringGet(KeyOf(key)));

        public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            try
            {
                return await Database.StringGetAsync(KeyOf(key)).WaitAsync(token);
            }
            catch (RedisServerException exception) when (IsOfOtherType(exception))
            {
                level.NoteDamaged(exception.Message);
                return null;
            }
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
            Database.StringSet(KeyOf(key), value, ExpiryOf(options));

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            Database.StringSetAsync(KeyOf(key), value, ExpiryOf(options)).WaitAsync(token);

        public void Remove(string key) => Database.KeyDelete(KeyOf(key));

        public Task RemoveAsync(string key, CancellationToken token = default) => Database.KeyDeleteAsync(KeyOf(key)).WaitAsync(token);

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        private static bool IsOfOtherType(RedisServerException exception) =>
            exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal);

        private static Expiration ExpiryOf(DistributedCacheEntryOptions options) =>
            options.AbsoluteExpirationRelativeToNow is { } lifetime ? new Expiration(lifetime)
            : options.AbsoluteExpiration is { } end ? new Expiration(end.UtcDateTime)
            : Expiration.Default;

        private byte[]? TryRead(Func<RedisValue> read)
        {
            try
            {
                return read();
            }
            catch (RedisServerException exception) when (IsOfOtherType(exception))
            {
                level.NoteDamaged(exception.Message);
                return null;
            }
        }

        private RedisKey KeyOf(string key) => $"{level.Connection.Prefix}{key}";
    }

    private RedisConnection Connection { get; } = connection;

    /// <summary>JSON behind a hash of its bytes.</summary>
    private sealed class Serializer(RedisCacheLevel level) : IFusionCacheSerializer
    {
        private const int HashLength = sizeof(ulong);

        public byte[] Serialize<T>(T? obj)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(obj);
            return [.. XxHash64.Hash(json), .. json];
        }

        public T? Deserialize<T>(byte[] data)
        {
            try
            {
                if (data.Length <= HashLength
                    || !XxHash64.Hash(data.AsSpan(HashLength)).AsSpan().SequenceEqual(data.AsSpan(0, HashLength)))
                {
                    level.NoteDamaged("its hash is wrong");
                }
                else if (JsonSerializer.Deserialize<T>(data.AsSpan(HashLength)) is { } entry && IsValid(entry))
                {
                    return entry;
                }
                else
                {
                    level.NoteDamaged("it is not a response");
                }
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
            {
                level.NoteDamaged(exception.Message);
            }

            return default;
        }

        public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

        public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));

        private static bool IsValid(object entry) =>
            entry is FusionCacheDistributedEntry<CachedResponse> { Value: { IsValid: true } } read && IsTime(read.Timestamp);

        private static bool IsTime(long ticks) => ticks >= DateTime.UnixEpoch.Ticks && ticks <= DateTime.MaxValue.Ticks;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning, "A cached response in Redis is damaged ({Reason}). It is treated as missing and will be replaced.", EventName = "DamagedValue")]
        public static partial void Damaged(ILogger logger, string reason);
    }
}
