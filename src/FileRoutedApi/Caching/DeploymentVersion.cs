using FileRoutedApi.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Caching;

/// <summary>
/// Distinguishes deployments of the same code, such as staging and production on one Redis, by the application name, the environment name,
/// the contents of the configuration files, and the connection strings.
/// </summary>
/// <remarks>
/// Environment variables and the command line also differ between the machines of one deployment, for example in host names and ports, so
/// they cannot be part of a key that these machines share. Connection strings are the exception.
/// </remarks>
internal static class DeploymentVersion
{
    public static string Of(IHostEnvironment environment, IConfiguration configuration) => CodeVersion.Combine(
    [
        environment.ApplicationName,
        environment.EnvironmentName,
        .. FilesOf(configuration).SelectMany(provider => ValuesOf(provider, null)),
        .. configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(connection => !connection.Key.Equals("Redis", StringComparison.OrdinalIgnoreCase))
            .OrderBy(connection => connection.Key, StringComparer.OrdinalIgnoreCase)
            .SelectMany(connection => new[] { connection.Key, connection.Value ?? "" }),
    ]);

    private static IEnumerable<FileConfigurationProvider> FilesOf(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root ? [] : root.Providers.SelectMany(provider => provider switch
        {
            FileConfigurationProvider file => [file],
            ChainedConfigurationProvider chained => FilesOf(chained.Configuration),
            _ => [],
        });

    private static IEnumerable<string> ValuesOf(FileConfigurationProvider provider, string? parent)
    {
        var keys = provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            var path = parent is null ? key : ConfigurationPath.Combine(parent, key);
            if (provider.TryGet(path, out var value))
            {
                yield return path;
                yield return value ?? "";
            }

            foreach (var nested in ValuesOf(provider, path))
            {
                yield return nested;
            }
        }
    }
}
