using System.Buffers;
using System.Globalization;
using System.Net;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Settings;

/// <summary>The validated settings of <see cref="FileRoutesOptions"/>.</summary>
internal sealed record FileRoutesSettings
{
    private const long LargestDefaultCacheLimit = 100 * 1024 * 1024;

    private static readonly (string Name, Type Type, string Example)[] _sections =
    [
        (nameof(FileRoutesOptions.OpenApi), typeof(OpenApiSettings), nameof(OpenApiSettings.Enabled)),
        (nameof(FileRoutesOptions.Health), typeof(HealthSettings), nameof(HealthSettings.Enabled)),
        (nameof(FileRoutesOptions.Shutdown), typeof(ShutdownSettings), nameof(ShutdownSettings.Timeout)),
        (nameof(FileRoutesOptions.Cache), typeof(CacheSettings), nameof(CacheSettings.MemoryLimit)),
        (nameof(FileRoutesOptions.ForwardedHeaders), typeof(ForwardedHeadersSettings), nameof(ForwardedHeadersSettings.Limit)),
    ];

    private static readonly SearchValues<char> _notInBasePath = SearchValues.Create("{}?*[]\\");

    // In a small container the cache must not use all of the memory.
    private static long DefaultCacheLimit =>
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var available
            ? Math.Min(LargestDefaultCacheLimit, available / 4)
            : LargestDefaultCacheLimit;

    public required string Root { get; init; }

    public required RouteTableOptions Table { get; init; }

    public required ByteSize BodySizeLimit { get; init; }

    public required long? ResponseLimit { get; init; }

    public required TimeSpan MaxDurationGrace { get; init; }

    /// <summary>Gets the status code for data that is not valid.</summary>
    public required int ValidationStatus { get; init; }

    public required string? SharedAssembly { get; init; }

    public required IReadOnlyList<string> References { get; init; }

    public required string? CompileCache { get; init; }

    /// <summary>
    /// Gets a value indicating whether changed files are reloaded while the application runs. A file with errors then affects only its own
    /// routes.
    /// </summary>
    public required bool IsLive { get; init; }

    public required OpenApiSettings OpenApi { get; init; }

    public required HealthSettings Health { get; init; }

    public required ShutdownSettings Shutdown { get; init; }

    public required ForwardedHeadersSettings ForwardedHeaders { get; init; }

    public required bool Compression { get; init; }

    /// <summary>Gets the memory limit of the response cache, in bytes.</summary>
    public required long CacheMemoryLimit { get; init; }

    /// <summary>Gets the prefix of every key in Redis.</summary>
    public required string RedisPrefix { get; init; }

    /// <summary>Reads the settings from the configuration, applies <paramref name="configure"/> and validates the result.</summary>
    /// <exception cref="FileRoutesException">At least one setting is not valid. The exception contains all mistakes.</exception>
    public static FileRoutesSettings Read(IConfiguration configuration, string contentRoot, Action<FileRoutesOptions>? configure)
    {
        var options = new FileRoutesOptions();
        var section = configuration.GetSection(FileRoutesOptions.SectionName);

        // An unknown key is probably a typo, and a typo must not remove a limit.
        List<RouteDiagnostic> mistakes =
        [
            .. FindMisspelledSections(configuration),
            .. FindUnknown(section, typeof(FileRoutesOptions), ""),
            .. _sections.SelectMany(nested => FindUnknown(section.GetSection(nested.Name), nested.Type, $"{nested.Name}:")),
            .. _sections.Where(nested => section[nested.Name] is { Length: > 0 }).Select(nested => RouteDiagnostics.InvalidSetting(
                SettingTexts.NotASection(nested.Name, section[nested.Name], nested.Example))),
        ];
        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(mistakes);
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidSetting(
                SettingTexts.Unreadable(FileRoutesOptions.SectionName, exception.InnerException?.Message ?? exception.Message)));
        }

        configure?.Invoke(options);
        return Check(options, contentRoot);
    }

    private static IEnumerable<RouteDiagnostic> FindUnknown(IConfigurationSection section, Type options, string prefix)
    {
        var known = options.GetProperties().Select(property => prefix + property.Name).ToList();
        return section.GetChildren()
            .Select(child => prefix + child.Key)
            .Except(known, StringComparer.OrdinalIgnoreCase)
            .Select(key => RouteDiagnostics.UnknownSetting($"{FileRoutesOptions.SectionName}:{key}", known));
    }

    /// <summary>Returns an error for each section with a name similar to <c>FileRoutes</c> that contains one of its settings.</summary>
    private static IEnumerable<RouteDiagnostic> FindMisspelledSections(IConfiguration configuration)
    {
        const int mostEdits = 2;
        var known = typeof(FileRoutesOptions).GetProperties().Select(property => property.Name).ToList();
        return configuration.GetChildren()
            .Where(section => !section.Key.Equals(FileRoutesOptions.SectionName, StringComparison.OrdinalIgnoreCase)
                && EditDistance(section.Key, FileRoutesOptions.SectionName) <= mostEdits)
            .SelectMany(section => section.GetChildren()
                .Where(child => known.Any(name => EditDistance(child.Key, name) <= mostEdits))
                .Select(child => RouteDiagnostics.UnknownSetting(
                    $"{section.Key}:{child.Key}", [$"{FileRoutesOptions.SectionName}:{child.Key}"])));
    }

    /// <summary>Returns the number of insertions, deletions and substitutions between two texts, case-insensitive.</summary>
    private static int EditDistance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }

    private static FileRoutesSettings Check(FileRoutesOptions options, string contentRoot)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var bodySizeLimit = (ByteSize)options.BodySizeLimit;
        Require(bodySizeLimit.Bytes is not null, SettingTexts.Size, nameof(options.BodySizeLimit), options.BodySizeLimit);
        var noResponseLimit = bool.TryParse(options.ResponseLimit, out var enabled) && !enabled;
        var responseLimit = (ByteSize)options.ResponseLimit;
        Require(
            noResponseLimit || responseLimit.Bytes is not null,
            SettingTexts.Size, nameof(options.ResponseLimit), options.ResponseLimit);
        var cacheLimit = options.Cache.MemoryLimit is { } cacheText ? (ByteSize)cacheText : DefaultCacheLimit;
        Require(
            cacheLimit.Bytes is not null,
            SettingTexts.Size, $"{nameof(options.Cache)}:{nameof(CacheSettings.MemoryLimit)}", options.Cache.MemoryLimit);
        Require(
            options.BasePath is ['/', ..] && !options.BasePath.AsSpan().ContainsAny(_notInBasePath),
            SettingTexts.BasePath, nameof(options.BasePath), options.BasePath);
        Require(
            options.OpenApi.Enabled || options.OpenApi.SwaggerUI != true,
            SettingTexts.PageWithoutDocument, $"{nameof(options.OpenApi)}:{nameof(OpenApiSettings.SwaggerUI)}", "true");
        Require(
            options.Health.Path is ['/', _, ..] and not [.., '/'] && !options.Health.Path.AsSpan().ContainsAny(_notInBasePath),
            SettingTexts.HealthPath, $"{nameof(options.Health)}:{nameof(HealthSettings.Path)}", options.Health.Path);
        Require(
            options.ValidationStatus is 400 or 422,
            SettingTexts.ValidationStatus,
            nameof(options.ValidationStatus), options.ValidationStatus.ToString(CultureInfo.InvariantCulture));
        RequireSeconds(options.MaxDurationGrace, nameof(options.MaxDurationGrace));
        RequireSeconds(options.Shutdown.Delay, $"{nameof(options.Shutdown)}:{nameof(ShutdownSettings.Delay)}");
        RequireSeconds(options.Shutdown.Timeout, $"{nameof(options.Shutdown)}:{nameof(ShutdownSettings.Timeout)}");
        Require(
            options.ForwardedHeaders.Limit > 0,
            SettingTexts.ProxyCount,
            $"{nameof(options.ForwardedHeaders)}:{nameof(ForwardedHeadersSettings.Limit)}",
            options.ForwardedHeaders.Limit.ToString(CultureInfo.InvariantCulture));
        foreach (var proxy in options.ForwardedHeaders.KnownProxies)
        {
            Require(
                IPAddress.TryParse(proxy, out _) || proxy.Equals(ForwardedHeadersSettings.UnixSockets, StringComparison.OrdinalIgnoreCase),
                SettingTexts.Proxy, $"{nameof(options.ForwardedHeaders)}:{nameof(ForwardedHeadersSettings.KnownProxies)}", proxy);
        }

        foreach (var network in options.ForwardedHeaders.KnownNetworks)
        {
            Require(
                IPNetwork.TryParse(network, out _),
                SettingTexts.Network, $"{nameof(options.ForwardedHeaders)}:{nameof(ForwardedHeadersSettings.KnownNetworks)}", network);
        }

        foreach (var extension in options.PageExtensions)
        {
            Require(
                extension.Length > 0 && extension[0] != '.' && !extension.Contains('/'),
                SettingTexts.Extension, nameof(options.PageExtensions), extension);
        }

        return diagnostics.Count > 0 ? throw new FileRoutesException(diagnostics) : new FileRoutesSettings
        {
            Root = Path.GetFullPath(options.Root, contentRoot),
            Table = new RouteTableOptions(
                options.BasePath,
                options.PageExtensions.Count > 0 ? [.. options.PageExtensions] : RouteTableOptions.Default.PageExtensions),
            BodySizeLimit = bodySizeLimit,
            ResponseLimit = noResponseLimit || responseLimit.Bytes == 0 ? null : responseLimit.Bytes,
            ValidationStatus = options.ValidationStatus,
            MaxDurationGrace = TimeSpan.FromSeconds(options.MaxDurationGrace),
            SharedAssembly = string.IsNullOrEmpty(options.SharedAssembly) ? null : options.SharedAssembly,
            References = [.. options.References],
            CompileCache = options.CompileCache,
            IsLive = options.IsLive,
            OpenApi = options.OpenApi,
            Health = options.Health,
            Shutdown = options.Shutdown,
            ForwardedHeaders = options.ForwardedHeaders,
            Compression = options.Compression,
            CacheMemoryLimit = cacheLimit.Bytes ?? 0,
            RedisPrefix = options.Cache.RedisPrefix,
        };

        void RequireSeconds(double? seconds, string key) => Require(
            seconds is null or (>= 0 and <= 3600),
            SettingTexts.Seconds, key, seconds?.ToString(CultureInfo.InvariantCulture));

        void Require(bool holds, Func<string, string?, string> text, string key, string? value)
        {
            if (!holds)
            {
                diagnostics.Add(RouteDiagnostics.InvalidSetting(text(key, value)));
            }
        }
    }
}
