using FileRoutedApi.Hosting;
using System.Buffers;
using System.Globalization;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Settings;

/// <summary>The options of <see cref="FileRoutesOptions"/>, read and checked once.</summary>
internal sealed record FileRoutesSettings
{
    private const long LargestDefaultCacheLimit = 100 * 1024 * 1024;

    private static readonly SearchValues<char> _notInBasePath = SearchValues.Create("{}?*[]\\");

    // A process in a small container must not give all of its memory to the cache.
    private static long DefaultCacheLimit =>
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var available ? Math.Min(LargestDefaultCacheLimit, available / 4) : LargestDefaultCacheLimit;

    public required string Root { get; init; }

    public required RouteTableOptions Table { get; init; }

    public required ByteSize BodySizeLimit { get; init; }

    public required long? ResponseLimit { get; init; }

    public required TimeSpan MaxDurationGrace { get; init; }

    /// <summary>The status of the response to data that is not valid.</summary>
    public required int ValidationStatus { get; init; }

    public required string? SharedAssembly { get; init; }

    public required IReadOnlyList<string> References { get; init; }

    public required string? CompileCache { get; init; }

    /// <summary>Whether the folder is followed while the application runs, and a file with errors breaks itself only.</summary>
    public required bool IsLive { get; init; }

    /// <summary>How much memory the cached responses may take, in bytes.</summary>
    public required long CacheMemoryLimit { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="additional">The settings of the section that another assembly reads; they are bound and checked as well.</param>
    /// <exception cref="FileRoutesException">Settings are wrong. The exception names all of them.</exception>
    public static FileRoutesSettings Read(
        IConfiguration configuration, string contentRoot, Action<FileRoutesOptions>? configure, AdditionalSettings? additional = null)
    {
        var options = new FileRoutesOptions();
        var section = configuration.GetSection(FileRoutesOptions.SectionName);
        var mistakes = SettingKeys.FindMistakes(
            configuration, additional is null ? [typeof(FileRoutesOptions)] : [typeof(FileRoutesOptions), additional.Options.GetType()]);
        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(mistakes);
        }

        try
        {
            section.Bind(options);
            section.Bind(additional?.Options);
        }
        catch (InvalidOperationException exception)
        {
            throw new FileRoutesException(RouteDiagnostics.UnreadableSetting(FileRoutesOptions.SectionName, exception.InnerException?.Message ?? exception.Message));
        }

        configure?.Invoke(options);
        return Check(options, contentRoot, additional?.FindMistakes() ?? []);
    }

    private static FileRoutesSettings Check(FileRoutesOptions options, string contentRoot, IEnumerable<RouteDiagnostic> mistakes)
    {
        const string size = "Write a number of bytes, or one with a unit: 1000, 500kb, 1.5mb.";
        var diagnostics = mistakes.ToList();
        var bodySizeLimit = (ByteSize)options.BodySizeLimit;
        Require(bodySizeLimit.Bytes is not null, nameof(options.BodySizeLimit), options.BodySizeLimit, size);
        var noResponseLimit = bool.TryParse(options.ResponseLimit, out var enabled) && !enabled;
        var responseLimit = (ByteSize)options.ResponseLimit;
        Require(noResponseLimit || responseLimit.Bytes is not null, nameof(options.ResponseLimit), options.ResponseLimit, size);
        var cacheLimit = options.Cache.MemoryLimit is { } cacheText ? (ByteSize)cacheText : DefaultCacheLimit;
        Require(cacheLimit.Bytes is not null, $"{nameof(options.Cache)}:{nameof(CacheSettings.MemoryLimit)}", options.Cache.MemoryLimit, size);
        Require(
            options.BasePath is ['/', ..] && !options.BasePath.AsSpan().ContainsAny(_notInBasePath),
            nameof(options.BasePath), options.BasePath, "Write a path such as /api.");
        Require(
            options.ValidationStatus is 400 or 422,
            nameof(options.ValidationStatus), options.ValidationStatus.ToString(CultureInfo.InvariantCulture), "Write 400 or 422.");
        RequireSeconds(options.MaxDurationGrace, nameof(options.MaxDurationGrace));
        foreach (var extension in options.PageExtensions)
        {
            Require(
                extension.Length > 0 && extension[0] != '.' && !extension.Contains('/'),
                nameof(options.PageExtensions), extension, "Write an ending without the dot in front, such as cs.");
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
            CacheMemoryLimit = cacheLimit.Bytes ?? 0,
        };

        void RequireSeconds(double? seconds, string key) => Require(
            seconds is null or (>= 0 and <= 3600),
            key, seconds?.ToString(CultureInfo.InvariantCulture), "Write seconds, 0 to 3600.");

        void Require(bool holds, string key, string? value, string expected)
        {
            if (!holds)
            {
                diagnostics.Add(RouteDiagnostics.InvalidSetting(key, value, expected));
            }
        }
    }
}
