using System.Net;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace FileRoutedApi.Host.Operations;

/// <summary>Applies the forwarded headers of trusted proxies, and of no other client.</summary>
internal static class TrustedProxies
{
    public static void Use(IApplicationBuilder app, ForwardedHeadersSettings settings)
    {
        if (settings.KnownProxies.Count + settings.KnownNetworks.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor
                | ForwardedHeaders.XForwardedProto
                | ForwardedHeaders.XForwardedHost
                | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = settings.Limit,
        };

        // Loopback addresses are trusted by default.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        var trustsSockets = settings.KnownProxies.Contains(ForwardedHeadersSettings.UnixSockets, StringComparer.OrdinalIgnoreCase);
        foreach (var proxy in settings.KnownProxies.Where(proxy => IPAddress.TryParse(proxy, out _)))
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        foreach (var network in settings.KnownNetworks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        // The middleware trusts every client if both lists are empty, and a client without an address in any case.
        var trustsAddresses = options.KnownProxies.Count + options.KnownIPNetworks.Count > 0;
        app.UseWhen(
            context => ClientAddress.IsUnixSocket(context) ? trustsSockets : trustsAddresses,
            trusted => trusted.UseForwardedHeaders(options));
    }
}
