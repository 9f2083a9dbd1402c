using System.Text.Json;
using FileRoutedApi.Caching;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace FileRoutedApi.Redis;

/// <summary>The second level of a cache.</summary>
internal sealed class RedisCacheLevel(RedisConnection connection) : ISharedCache
{
    public void Attach(IFusionCache cache) => cache.SetupDistributedCache(
        new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => connection.Multiplexer, InstanceName = connection.Prefix }),
        new Serializer());

    private sealed class Serializer : IFusionCacheSerializer
    {
        public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj);

        public T? Deserialize<T>(byte[] data) => JsonSerializer.Deserialize<T>(data);

        public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

        public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));
    }
}
