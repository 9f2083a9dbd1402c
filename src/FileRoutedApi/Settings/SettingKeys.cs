using System.Reflection;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Settings;

/// <summary>Finds keys of the section <c>FileRoutes</c> that nothing reads: a misspelled key must not remove a limit.</summary>
internal static class SettingKeys
{
    /// <summary>The key of the Redis package. It is valid without <c>AddRedis</c> too, which may be called in Production only.</summary>
    public const string RedisPrefix = $"{nameof(FileRoutesOptions.Cache)}:RedisPrefix";

    // Keys that only the host reads, with the replacement in other applications.
    private static readonly Dictionary<string, string> _hostKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OpenApi"] = SettingTexts.OpenApiReplacement,
        ["Health"] = SettingTexts.HealthReplacement,
        ["Shutdown"] = SettingTexts.ShutdownReplacement,
        ["ForwardedHeaders"] = SettingTexts.ForwardedHeadersReplacement,
        ["Compression"] = SettingTexts.CompressionReplacement,
        ["RequestIdHeader"] = SettingTexts.RequestIdReplacement,
    };

    /// <summary>Gets the keys that only the host reads.</summary>
    public static IReadOnlyCollection<string> OfHost => _hostKeys.Keys;

    /// <summary>Returns all keys of options, those of their sections as <c>Section:Key</c>.</summary>
    public static IEnumerable<string> Of(Type options) => options.GetProperties()
        .SelectMany(property => IsSection(property) ? KeysOf(property) : [property.Name]);

    /// <summary>Returns an error for each key that nothing reads, and for each value in the place of a section.</summary>
    /// <param name="options">The types whose properties are the known keys.</param>
    public static IReadOnlyList<RouteDiagnostic> FindMistakes(IConfiguration configuration, IReadOnlyList<Type> options)
    {
        var section = configuration.GetSection(FileRoutesOptions.SectionName);
        if (!section.Exists())
        {
            return [.. FindMisspelledSections(configuration)];
        }

        var properties = options.SelectMany(type => type.GetProperties()).ToList();
        var sections = properties.Where(IsSection).ToList();
        return
        [
            .. FindMisspelledSections(configuration),
            .. FindUnknown(section, "", [.. properties.Select(property => property.Name)]),
            .. sections.SelectMany(nested => FindUnknown(section.GetSection(nested.Name), $"{nested.Name}:", [.. KeysOf(nested)])),
            .. sections.SelectMany(nested => FindUnknownInLists(section.GetSection(nested.Name), nested.Name, nested.PropertyType)),
            .. sections.Where(nested => section[nested.Name] is { Length: > 0 }).Select(nested => RouteDiagnostics.InvalidSetting(
                SettingTexts.NotASection(nested.Name, section[nested.Name], KeysOf(nested).First()))),
        ];
    }

    private static bool IsSection(PropertyInfo property) => property.PropertyType is { IsClass: true } type && type != typeof(string);

    private static IEnumerable<string> KeysOf(PropertyInfo section)
    {
        var keys = section.PropertyType.GetProperties().Select(property => $"{section.Name}:{property.Name}");
        return section.Name == nameof(FileRoutesOptions.Cache) ? keys.Append(RedisPrefix) : keys;
    }

    private static IEnumerable<RouteDiagnostic> FindUnknown(
        IConfigurationSection section, string prefix, IReadOnlyList<string> known) => section.GetChildren()
        .Select(child => prefix + child.Key)
        .Except(known, StringComparer.OrdinalIgnoreCase)
        .Select(key => RouteDiagnostics.UnknownSetting(_hostKeys.TryGetValue(key, out var replacement)
            ? SettingTexts.HostOnly(key, replacement)
            : SettingTexts.Unknown($"{FileRoutesOptions.SectionName}:{key}", known)));

    /// <summary>Returns an error for each unknown key in the elements of lists, such as rules.</summary>
    private static IEnumerable<RouteDiagnostic> FindUnknownInLists(IConfigurationSection section, string path, Type options) =>
        from property in options.GetProperties()
        where property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IList<>)
        let element = property.PropertyType.GetGenericArguments()[0]
        where element != typeof(string)
        from item in section.GetSection(property.Name).GetChildren()
        let itemPath = $"{path}:{property.Name}:{item.Key}"
        from mistake in FindUnknown(item, $"{itemPath}:", [.. element.GetProperties().Select(key => $"{itemPath}:{key.Name}")])
            .Concat(FindUnknownInLists(item, itemPath, element))
        select mistake;

    /// <summary>Returns an error for each section with a name close to ours that holds one of our settings.</summary>
    private static IEnumerable<RouteDiagnostic> FindMisspelledSections(IConfiguration configuration)
    {
        var known = new Lazy<List<string>>(
            () => [.. typeof(FileRoutesOptions).GetProperties().Select(property => property.Name), .. OfHost]);
        return configuration.GetChildren()
            .Where(section => !section.Key.Equals(FileRoutesOptions.SectionName, StringComparison.OrdinalIgnoreCase)
                && Spelling.IsClose(section.Key, FileRoutesOptions.SectionName))
            .SelectMany(section => section.GetChildren()
                .Where(child => known.Value.Any(name => Spelling.IsClose(child.Key, name)))
                .Select(child => RouteDiagnostics.UnknownSetting(
                    SettingTexts.Unknown($"{section.Key}:{child.Key}", [$"{FileRoutesOptions.SectionName}:{child.Key}"]))));
    }
}
