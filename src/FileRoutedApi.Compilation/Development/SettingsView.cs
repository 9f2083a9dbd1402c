using FileRoutedApi.Development;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the settings in force, with where each comes from and without secrets.</summary>
internal static class SettingsView
{
    // Environment variables have no section. Those of other programs are not shown.
    private static readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase)
    {
        "FileRoutes", "Kestrel", "Logging", "Serilog", "ConnectionStrings", "AllowedHosts", "urls", "environment",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    };

    public static HtmlFragment Of(IConfiguration? configuration)
    {
        if (configuration is not IConfigurationRoot root)
        {
            return new HtmlFragment("<div id=\"settings\"></div>");
        }

        var settings = Read(root);
        var rows = settings.Select(setting => HtmlFragment.Of(
            $"<tr><th scope=\"row\">{setting.Key}</th><td>{setting.Value}</td><td class=\"from\">{setting.Source}</td></tr>"));
        var table = settings.Count == 0
            ? HtmlFragment.Of($"<p class=\"none\">No settings are set: the defaults apply.</p>")
            : HtmlFragment.Of($"<table><thead><tr><th>Setting</th><th>Value</th><th>From</th></tr></thead><tbody>{rows}</tbody></table>");
        return HtmlFragment.Of(
            $"""
            <details id="settings" class="more"><summary>Settings <span class="count">{settings.Count}</span></summary>{table}</details>
            """);
    }

    /// <summary>Returns the settings with the provider that takes precedence.</summary>
    public static IReadOnlyList<(string Key, string Value, string Source)> Read(IConfigurationRoot root)
    {
        var settings = new List<(string, string, string)>();
        foreach (var (key, value) in root.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            // What the development server sets for itself.
            if (key.StartsWith("hostBuilder", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (value is not null && ProviderOf(root, key) is { } provider && (_known.Contains(key.Split(':')[0]) || !IsOfProcess(provider)))
            {
                settings.Add((key, IsSecret(key) ? SecretText.Mask : value, NameOf(provider, key)));
            }
        }

        return settings;
    }

    private static bool IsSecret(string key) =>
        key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) || key.Split(':').Any(SecretText.IsSecret);

    private static IConfigurationProvider? ProviderOf(IConfigurationRoot root, string key)
    {
        var provider = root.Providers.LastOrDefault(provider => provider.TryGet(key, out _));
        return provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } ? ProviderOf(inner, key) : provider;
    }

    // The values in memory are those of the host itself, such as the name of the application.
    private static bool IsOfProcess(IConfigurationProvider provider) =>
        provider is EnvironmentVariablesConfigurationProvider || provider.GetType().Name == "MemoryConfigurationProvider";

    private static string NameOf(IConfigurationProvider provider, string key) => provider switch
    {
        FileConfigurationProvider file => file.Source.Path ?? "a file",
        EnvironmentVariablesConfigurationProvider => $"environment variable {key.Replace(":", "__", StringComparison.Ordinal)}",
        CommandLineConfigurationProvider => "command line",
        DotEnvProvider => ".env file",
        _ => "the application",
    };
}
