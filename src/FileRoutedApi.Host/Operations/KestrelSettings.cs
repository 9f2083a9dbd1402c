using System.Globalization;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FileRoutedApi.Host.Operations;

/// <summary>Applies the section <c>Kestrel:Limits</c>, which Kestrel itself does not read.</summary>
internal static class KestrelSettings
{
    private const string Limits = "Kestrel:Limits";

    // MinDataRate is immutable, so the binder cannot set it, and its constructor has other parameters than the properties of the others.
    private static readonly string[] _rateKeys = [nameof(MinDataRate.BytesPerSecond), nameof(MinDataRate.GracePeriod)];

    /// <exception cref="FileRoutesException">A limit is unknown (FRA3003) or not valid (FRA3002).</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        var section = builder.Configuration.GetSection(Limits);
        if (section.Exists())
        {
            Check(section, builder.Configuration, builder.Environment.ContentRootPath);
            builder.Services.Configure<KestrelServerOptions>(options => Read(section, options.Limits));
        }
    }

    /// <summary>Checks the section here, because Kestrel reads its options only when it starts.</summary>
    private static void Check(IConfigurationSection section, IConfiguration configuration, string root)
    {
        List<RouteDiagnostic> mistakes = [.. FindUnknown(section, typeof(KestrelServerLimits))];
        if (mistakes.Count == 0)
        {
            mistakes.AddRange(FindInvalid(section, new KestrelServerLimits()));
        }

        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(SettingPlace.AddTo(mistakes, configuration, root));
        }
    }

    private static IEnumerable<RouteDiagnostic> FindUnknown(IConfigurationSection section, Type limits)
    {
        var properties = limits.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        string[] known = limits == typeof(MinDataRate) ? _rateKeys : [.. properties.Keys];
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                yield return RouteDiagnostics.UnknownSetting(
                    SettingTexts.Unknown(child.Path, [.. known.Order(StringComparer.Ordinal).Select(key => $"{section.Path}:{key}")]));
            }
            else if (IsSection(properties[child.Key].PropertyType))
            {
                foreach (var mistake in FindUnknown(child, properties[child.Key].PropertyType))
                {
                    yield return mistake;
                }
            }
        }
    }

    /// <summary>Returns an error for each value that cannot be set. The keys are known.</summary>
    private static IEnumerable<RouteDiagnostic> FindInvalid(IConfigurationSection section, object limits)
    {
        foreach (var child in section.GetChildren())
        {
            var property = limits.GetType().GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!;
            var isRate = property.PropertyType == typeof(MinDataRate);
            if (IsSection(property.PropertyType) && !isRate)
            {
                foreach (var mistake in FindInvalid(child, property.GetValue(limits)!))
                {
                    yield return mistake;
                }
            }
            else if (isRate ? FindInvalidRate(child) : FindInvalidValue(child, property, limits))
            {
                yield return isRate
                    ? RouteDiagnostics.InvalidSetting(SettingTexts.Value(
                        child.Path,
                        Describe(child),
                        "BytesPerSecond as a number, 0 for no limit, and GracePeriod as a time of more than 1 s, such as 00:00:05"))
                    : RouteDiagnostics.InvalidSetting(SettingTexts.Value(child.Path, child.Value, FormOf(property)));
            }
        }
    }

    private static bool FindInvalidRate(IConfigurationSection section) =>
        IsRefused(() => ReadRate(section, new MinDataRate(1, TimeSpan.FromSeconds(5))));

    // The binder converts the value, and the property checks it.
    private static bool FindInvalidValue(IConfigurationSection section, PropertyInfo property, object limits) =>
        IsRefused(() => property.SetValue(limits, section.Get(property.PropertyType)));

    private static bool IsRefused(Action set)
    {
        try
        {
            set();
            return false;
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or TargetInvocationException or ArgumentException or FormatException
                or OverflowException)
        {
            return true;
        }
    }

    private static string Describe(IConfigurationSection rate) =>
        string.Join(", ", rate.GetChildren().Select(child => $"{child.Key}={child.Value}"));

    private static string FormOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(TimeSpan) ? "a time such as 00:00:30"
            : type == typeof(bool) ? "true or false"
            : "a whole number in the range that Kestrel allows";
    }

    private static bool IsSection(Type type) => type is { IsClass: true } && type != typeof(string);

    private static void Read(IConfigurationSection section, KestrelServerLimits limits)
    {
        section.Bind(limits);
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
