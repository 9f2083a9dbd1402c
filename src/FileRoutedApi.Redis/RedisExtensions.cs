using FileRoutedApi.Caching;
using FileRoutedApi.Hosting;
using FileRoutedApi.Jobs;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Redis;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileRoutedApi;

/// <summary>Lets several machines share cached responses, rate limits and the keys that protect cookies.</summary>
public static class RedisExtensions
{
    private const string DefaultPrefix = "fra:";

    /// <summary>
    /// Stores cached responses, the counters of rate limits and the keys that protect cookies in Redis. While Redis is unavailable,
    /// requests use what this process has in memory. The keys are not encrypted in Redis: call <c>ProtectKeysWithCertificate</c> or a
    /// similar method on <c>AddDataProtection()</c> if others can read the server.
    /// </summary>
    /// <param name="builder">The builder that <c>AddFileRoutes</c> returned.</param>
    /// <param name="connection">The connection string of StackExchange.Redis, such as <c>redis:6379,password=...</c>.</param>
    /// <param name="prefix">
    /// The prefix of every key. Applications that share a server need different prefixes. Null for the setting
    /// <c>FileRoutes:Cache:RedisPrefix</c>.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="FileRoutesException">The connection string is invalid (FRA3029).</exception>
    public static IFileRoutesBuilder AddRedis(this IFileRoutesBuilder builder, string connection, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        var options = RedisConnection.Parse(connection);
        var services = builder.Services;
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<RedisConnection>(provider, options, PrefixOf(provider), Clock.Of(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnection>());
        services.AddSingleton<ISharedCache>(Clock.Create<RedisCacheLevel>);
        services.RemoveAll<IDependencyVersions>();
        services.AddSingleton<IDependencyVersions>(Clock.Create<RedisVersions>);
        services.AddSingleton<IOccurrenceKeys, RedisOccurrenceKeys>();
        services.RemoveAll<IRateLimitCounters>();
        services.AddSingleton(Clock.Create<MemoryCounters>);
        services.AddSingleton<IRateLimitCounters, RedisCounters>();
        services.AddSingleton<IConfigureOptions<DataProtectionOptions>>(provider => new ConfigureOptions<DataProtectionOptions>(
            protection => protection.ApplicationDiscriminator = PrefixOf(provider)));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository ??= new RedisKeys(provider.GetRequiredService<RedisConnection>())));
        return builder;

        string PrefixOf(IServiceProvider provider) => prefix ?? PrefixSetting(provider.GetRequiredService<IConfiguration>());
    }

    private static string PrefixSetting(IConfiguration configuration) =>
        configuration[$"{FileRoutesOptions.SectionName}:{SettingKeys.RedisPrefix}"] ?? DefaultPrefix;
}
