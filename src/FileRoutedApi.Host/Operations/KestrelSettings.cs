using System.Globalization;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FileRoutedApi.Host.Operations;

/// <summary>Applies the section <c>Kestrel:Limits</c>, which Kestrel itself does not read.</summary>
internal static class KestrelSettings
{
    private const string Limits = "Kestrel:Limits";

    /// <exception cref="FileRoutesException">A limit is unknown or not valid (FRA3002).</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Limits);
        try
        {
            // Checked here, because Kestrel reads its options only when it starts.
            Read(section, new KestrelServerLimits());
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or TargetInvocationException or ArgumentException or FormatException)
        {
            throw new FileRoutesException(RouteDiagnostics.UnreadableSetting(Limits, exception.GetBaseException().Message));
        }

        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            Read(section, options.Limits);
        });
    }

    private static void Read(IConfigurationSection section, KestrelServerLimits limits)
    {
        section.Bind(limits, options => options.ErrorOnUnknownConfiguration = true);

        // MinDataRate is immutable, so the binder cannot set it.
        limits.MinRequestBodyDataRate = ReadRate(section.GetSection(nameof(limits.MinRequestBodyDataRate)), limits.MinRequestBodyDataRate);
        limits.MinResponseDataRate = ReadRate(section.GetSection(nameof(limits.MinResponseDataRate)), limits.MinResponseDataRate);
    }

    private static MinDataRate? ReadRate(IConfigurationSection section, MinDataRate? defaultRate)
    {
        var rate = section[nameof(MinDataRate.BytesPerSecond)] is { } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : defaultRate!.BytesPerSecond;
        var grace = section[nameof(MinDataRate.GracePeriod)] is { } period
            ? TimeSpan.Parse(period, CultureInfo.InvariantCulture)
            : defaultRate!.GracePeriod;
        return rate == 0 ? null : new MinDataRate(rate, grace);
    }
}
