using System.Globalization;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FileRoutedApi.Host.Operations;

/// <summary>What Kestrel does not read of its section by itself: the limits.</summary>
internal static class KestrelSettings
{
    private const string Limits = "Kestrel:Limits";

    /// <exception cref="FileRoutesException">A limit is not known or cannot be read (FRA3002).</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Limits);
        try
        {
            // A mistake is to be told at the start, whatever listens.
            Read(section, new KestrelServerLimits());
        }
        catch (Exception exception) when (exception is InvalidOperationException or TargetInvocationException or ArgumentException or FormatException)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidSetting(SettingTexts.Unreadable(Limits, exception.GetBaseException().Message)));
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

        // A rate cannot be changed, so it is not bound but made anew.
        limits.MinRequestBodyDataRate = ReadRate(section.GetSection(nameof(limits.MinRequestBodyDataRate)), limits.MinRequestBodyDataRate);
        limits.MinResponseDataRate = ReadRate(section.GetSection(nameof(limits.MinResponseDataRate)), limits.MinResponseDataRate);
    }

    private static MinDataRate? ReadRate(IConfigurationSection section, MinDataRate? usual)
    {
        var rate = section[nameof(MinDataRate.BytesPerSecond)] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : usual!.BytesPerSecond;
        var grace = section[nameof(MinDataRate.GracePeriod)] is { } period ? TimeSpan.Parse(period, CultureInfo.InvariantCulture) : usual!.GracePeriod;
        return rate == 0 ? null : new MinDataRate(rate, grace);
    }
}
