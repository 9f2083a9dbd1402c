using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace FileRoutedApi.Host.Operations;

/// <summary>Applies forwarded headers of proxies that the settings name, and of no other client.</summary>
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
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = settings.Limit,
        };

        // Not even this machine, unless it is named.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.KnownProxies)
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        foreach (var network in settings.KnownNetworks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        app.UseForwardedHeaders(options);
    }
}
