using FileRoutedApi.Caching;
using FileRoutedApi.Hosting;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Redis;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileRoutedApi;

/// <summary>Lets several machines share what they keep and count.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Keeps answers, counts of rate limits and the keys that protect cookies in Redis. While Redis is away requests go on with
    /// what this process has in memory.
    /// </summary>
    /// <param name="builder">What <c>AddFileRoutes</c> returned.</param>
    /// <param name="connection">The connection string of StackExchange.Redis, such as <c>redis:6379,password=...</c>.</param>
    /// <param name="prefix">What every key begins with; applications that share a server need different ones.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="FileRoutesException">The connection string cannot be read (FRA3029).</exception>
    public static IFileRoutesBuilder AddRedis(this IFileRoutesBuilder builder, string connection, string prefix = "fra:")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        var options = RedisConnection.Parse(connection);
        var services = builder.Services;
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RedisConnection>(provider, options, prefix, Clock.Of(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnection>());
        services.AddSingleton<ISharedCache, RedisCacheLevel>();
        services.RemoveAll<IVersions>();
        services.AddSingleton<IVersions>(Clock.Create<RedisVersions>);
        services.RemoveAll<IRateLimitCounters>();
        services.AddSingleton(Clock.Create<MemoryCounters>);
        services.AddSingleton<IRateLimitCounters, RedisCounters>();
        services.Configure<DataProtectionOptions>(protection => protection.ApplicationDiscriminator = prefix);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository ??= new RedisKeys(provider.GetRequiredService<RedisConnection>())));
        return builder;
    }
}
