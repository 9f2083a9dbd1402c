using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi;

/// <summary>Adds the <c>.env</c> files of a folder to the configuration.</summary>
public static class DotEnvExtensions
{
    // The prefixes of the variables that the host of ASP.NET Core reads, such as ASPNETCORE_URLS.
    private static readonly string[] _prefixes = ["ASPNETCORE_", "DOTNET_"];

    /// <summary>
    /// Reads <c>.env.{Environment}.local</c>, <c>.env.local</c>, <c>.env.{Environment}</c> and <c>.env</c> of the content root, of which
    /// the first takes precedence, as in Next.js. Their variables take precedence over <c>appsettings.json</c>, and environment variables
    /// take precedence over them. <c>.env.local</c> is not read in the environment <c>Test</c>. The host calls this itself.
    /// </summary>
    /// <param name="builder">The application's builder. Call this before <c>AddFileRoutes</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="FileRoutesException">A line is not valid (FRA3081, FRA3082), or a file cannot be read (FRA3006).</exception>
    public static IHostApplicationBuilder AddDotEnvFiles(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var variables = DotEnvFiles.Read(
            builder.Environment.ContentRootPath, builder.Environment.EnvironmentName, Environment.GetEnvironmentVariable);
        if (variables.Count > 0)
        {
            var source = new DotEnvSource { InitialData = variables.SelectMany(KeysOf) };
            builder.Configuration.Sources.Insert(PlaceIn(builder.Configuration.Sources), source);
        }

        return builder;
    }

    /// <summary>Returns the index of the source with all environment variables, or the end.</summary>
    private static int PlaceIn(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return sources.Count;
    }

    /// <summary>Returns the keys of a variable: <c>Section__Key</c> is <c>Section:Key</c>, and <c>ASPNETCORE_URLS</c> is <c>URLS</c> too.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> KeysOf(KeyValuePair<string, string> variable)
    {
        yield return new(ToKey(variable.Key), variable.Value);
        if (_prefixes.FirstOrDefault(prefix => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix)
        {
            yield return new(ToKey(variable.Key[prefix.Length..]), variable.Value);
        }
    }

    private static string ToKey(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}

/// <summary>The variables of the <c>.env</c> files. Its type tells them from other values in memory.</summary>
internal sealed class DotEnvSource : IConfigurationSource
{
    public required IEnumerable<KeyValuePair<string, string?>> InitialData { get; init; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new DotEnvProvider(new MemoryConfigurationSource { InitialData = InitialData });
}

/// <summary>Provides the variables of the <c>.env</c> files.</summary>
internal sealed class DotEnvProvider(MemoryConfigurationSource source) : MemoryConfigurationProvider(source);
