using System.Buffers;
using System.Globalization;
using System.Net;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Settings;

/// <summary>The settings of the section <c>FileRoutes</c> that only the host reads.</summary>
internal sealed class HostSettings
{
    private static readonly SearchValues<char> _invalidInPath = SearchValues.Create("{}?*[]\\");

    /// <summary>Gets the settings of the OpenAPI document and of Swagger UI.</summary>
    public OpenApiSettings OpenApi { get; } = new();

    /// <summary>Gets the settings of the health probes.</summary>
    public HealthSettings Health { get; } = new();

    /// <summary>Gets the settings of the graceful shutdown.</summary>
    public ShutdownSettings Shutdown { get; } = new();

    /// <summary>Gets the trusted proxies.</summary>
    public ForwardedHeadersSettings ForwardedHeaders { get; } = new();

    /// <summary>Gets or sets whether responses are compressed, over HTTPS too.</summary>
    public bool Compression { get; set; }

    /// <summary>Returns an error (FRA3002) for each value that is not valid.</summary>
    public IEnumerable<RouteDiagnostic> FindMistakes() => FindMistakesOfServing().Concat(FindMistakesOfProxies());

    private IEnumerable<RouteDiagnostic> FindMistakesOfServing()
    {
        const string seconds = "Write seconds, 0 to 3600.";
        if (!OpenApi.Enabled && OpenApi.SwaggerUI == true)
        {
            yield return Invalid(
                $"{nameof(OpenApi)}:{nameof(OpenApi.SwaggerUI)}",
                "true",
                "The page shows the document, which FileRoutes:OpenApi:Enabled turns off.");
        }

        if (Health.Path is not ['/', _, ..] or [.., '/'] || Health.Path.AsSpan().ContainsAny(_invalidInPath))
        {
            yield return Invalid($"{nameof(Health)}:{nameof(Health.Path)}", Health.Path, "Write a path such as /healthz.");
        }

        if (Shutdown.Delay is < 0 or > 3600 or double.NaN)
        {
            yield return Invalid($"{nameof(Shutdown)}:{nameof(Shutdown.Delay)}", Text(Shutdown.Delay), seconds);
        }

        if (Shutdown.Timeout is < 0 or > 3600 or double.NaN)
        {
            yield return Invalid($"{nameof(Shutdown)}:{nameof(Shutdown.Timeout)}", Text(Shutdown.Timeout), seconds);
        }
    }

    private IEnumerable<RouteDiagnostic> FindMistakesOfProxies()
    {
        const string section = nameof(ForwardedHeaders);
        if (ForwardedHeaders.Limit <= 0)
        {
            yield return Invalid(
                $"{section}:{nameof(ForwardedHeaders.Limit)}",
                Text(ForwardedHeaders.Limit),
                "Write the number of proxies in the chain, from 1.");
        }

        foreach (var proxy in ForwardedHeaders.KnownProxies.Where(proxy => !IsProxy(proxy)))
        {
            yield return Invalid(
                $"{section}:{nameof(ForwardedHeaders.KnownProxies)}",
                proxy,
                "Write an address such as 10.0.0.7, or unix for a Unix socket.");
        }

        foreach (var network in ForwardedHeaders.KnownNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
        {
            yield return Invalid($"{section}:{nameof(ForwardedHeaders.KnownNetworks)}", network, "Write a network such as 10.0.0.0/8.");
        }
    }

    private static bool IsProxy(string proxy) =>
        IPAddress.TryParse(proxy, out _) || proxy.Equals(ForwardedHeadersSettings.UnixSockets, StringComparison.OrdinalIgnoreCase);

    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static RouteDiagnostic Invalid(string key, string? value, string expected) =>
        RouteDiagnostics.InvalidSetting(key, value, expected);
}
