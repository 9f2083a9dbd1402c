using System.Buffers;
using System.Globalization;
using System.Net;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;

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

    /// <summary>
    /// Gets or sets the response header that has the id of the request, such as <c>X-Request-Id</c>; none unless set. A valid id in the
    /// same header of the request is used, otherwise the id of the trace.
    /// </summary>
    public string? RequestIdHeader { get; set; }

    /// <summary>Returns an error (FRA3002) for each value that is not valid.</summary>
    public IEnumerable<RouteDiagnostic> FindMistakes() => FindMistakesOfServing().Concat(FindMistakesOfProxies());

    private IEnumerable<RouteDiagnostic> FindMistakesOfServing()
    {
        if (!OpenApi.Enabled && OpenApi.SwaggerUI == true)
        {
            yield return Invalid(SettingTexts.PageWithoutDocument, $"{nameof(OpenApi)}:{nameof(OpenApi.SwaggerUI)}", "true");
        }

        if (!OpenApi.Enabled && OpenApi.Scalar)
        {
            yield return Invalid(SettingTexts.PageWithoutDocument, $"{nameof(OpenApi)}:{nameof(OpenApi.Scalar)}", "true");
        }

        if (Health.Path is not ['/', _, ..] or [.., '/'] || Health.Path.AsSpan().ContainsAny(_invalidInPath))
        {
            yield return Invalid(SettingTexts.HealthPath, $"{nameof(Health)}:{nameof(Health.Path)}", Health.Path);
        }

        if (RequestIdHeader is { Length: > 0 } && !HeaderText.IsValid(RequestIdHeader, "id"))
        {
            yield return Invalid(SettingTexts.HeaderName, nameof(RequestIdHeader), RequestIdHeader);
        }

        if (Shutdown.Delay is < 0 or > 3600 or double.NaN)
        {
            yield return Invalid(SettingTexts.Seconds, $"{nameof(Shutdown)}:{nameof(Shutdown.Delay)}", Text(Shutdown.Delay));
        }

        if (Shutdown.Timeout is < 0 or > 3600 or double.NaN)
        {
            yield return Invalid(SettingTexts.Seconds, $"{nameof(Shutdown)}:{nameof(Shutdown.Timeout)}", Text(Shutdown.Timeout));
        }
    }

    private IEnumerable<RouteDiagnostic> FindMistakesOfProxies()
    {
        const string section = nameof(ForwardedHeaders);
        if (ForwardedHeaders.Limit <= 0)
        {
            yield return Invalid(SettingTexts.ProxyCount, $"{section}:{nameof(ForwardedHeaders.Limit)}", Text(ForwardedHeaders.Limit));
        }

        foreach (var proxy in ForwardedHeaders.KnownProxies.Where(proxy => !IsProxy(proxy)))
        {
            yield return Invalid(SettingTexts.Proxy, $"{section}:{nameof(ForwardedHeaders.KnownProxies)}", proxy);
        }

        foreach (var network in ForwardedHeaders.KnownNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
        {
            yield return Invalid(SettingTexts.Network, $"{section}:{nameof(ForwardedHeaders.KnownNetworks)}", network);
        }
    }

    private static bool IsProxy(string proxy) =>
        IPAddress.TryParse(proxy, out _) || proxy.Equals(ForwardedHeadersSettings.UnixSockets, StringComparison.OrdinalIgnoreCase);

    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static RouteDiagnostic Invalid(Func<string, string?, string> text, string key, string? value) =>
        RouteDiagnostics.InvalidSetting(text(key, value));
}
