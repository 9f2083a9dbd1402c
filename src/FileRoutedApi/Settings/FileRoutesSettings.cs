using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Settings;

/// <summary>The validated settings of <see cref="FileRoutesOptions"/>.</summary>
internal sealed partial record FileRoutesSettings
{
    private const long LargestDefaultCacheLimit = 100 * 1024 * 1024;

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

    /// <summary>Gets the URL that opens a file in the editor, see <see cref="EditorTemplate"/>.</summary>
    public required string Editor { get; init; }

    /// <summary>
    /// Gets a value indicating whether changed files are reloaded while the application runs. A file with errors then affects only its own
    /// routes. Set before the container is built.
    /// </summary>
    public required bool IsLive { get; set; }

    /// <summary>Gets the memory limit of the response cache, in bytes.</summary>
    public required long CacheMemoryLimit { get; init; }

    /// <summary>Gets the maximum duration of work after the response, unless it names one.</summary>
    public required TimeSpan AfterMaxDuration { get; init; }

    /// <summary>Gets how much work after responses may wait or run.</summary>
    public required int AfterMaxPending { get; init; }

    /// <summary>Gets the largest message of a WebSocket, in bytes.</summary>
    public required long MessageSizeLimit { get; init; }

    /// <summary>Gets how often a WebSocket sends a ping; infinite for never.</summary>
    public required TimeSpan KeepAliveInterval { get; init; }

    /// <summary>Gets how long the response to a ping may take; infinite for no limit.</summary>
    public required TimeSpan KeepAliveTimeout { get; init; }

    /// <summary>Gets the settings of jobs.</summary>
    public required JobSettings Jobs { get; init; }

    /// <summary>Gets the <c>Cache-Control</c> header of static files.</summary>
    public required CacheControlHeaderValue PublicCacheControl { get; init; }

    /// <summary>Gets the redirects, rewrites and headers in front of routing.</summary>
    public required RulesSettings Rules { get; init; }

    /// <summary>Reads the settings from the configuration, applies <paramref name="configure"/> and validates the result.</summary>
    /// <param name="additional">The settings of the section that another assembly reads. They are bound and validated as well.</param>
    /// <exception cref="FileRoutesException">At least one setting is not valid. The exception contains all mistakes.</exception>
    public static FileRoutesSettings Read(
        IConfiguration configuration, string contentRoot, Action<FileRoutesOptions>? configure, AdditionalSettings? additional = null)
    {
        var options = new FileRoutesOptions();
        var section = configuration.GetSection(FileRoutesOptions.SectionName);
        var mistakes = SettingKeys.FindMistakes(
            configuration, additional is null ? [typeof(FileRoutesOptions)] : [typeof(FileRoutesOptions), additional.Options.GetType()]);
        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(SettingPlace.AddTo(mistakes, configuration, contentRoot));
        }

        try
        {
            if (section.Exists())
            {
                section.Bind(options);
                section.Bind(additional?.Options);
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new FileRoutesException(SettingPlace.AddTo([Unreadable(exception, section)], configuration, contentRoot));
        }

        configure?.Invoke(options);
        var diagnostics = additional?.FindMistakes().ToList() ?? [];
        var settings = Check(options, contentRoot, diagnostics);
        return diagnostics.Count > 0
            ? throw new FileRoutesException(SettingPlace.AddTo(diagnostics, configuration, contentRoot))
            : settings;
    }

    /// <summary>Returns a duration where 0 stands for an infinite one, or for one that is not valid and was reported.</summary>
    public static TimeSpan DurationOf(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    // "Failed to convert configuration value 'soon' at 'FileRoutes:MaxDurationGrace' to type 'System.Double'."
    private static RouteDiagnostic Unreadable(InvalidOperationException exception, IConfigurationSection section) =>
        ConversionError().Match(exception.Message) is { Success: true } error
            && error.Groups["key"].Value is var key
            ? RouteDiagnostics.InvalidSetting(
                SettingTexts.Unreadable(key, section[key[(section.Path.Length + 1)..]], error.Groups["type"].Value))
            : RouteDiagnostics.InvalidSetting(
                SettingTexts.UnreadableSection(section.Path, exception.InnerException?.Message ?? exception.Message));

    [GeneratedRegex(@"at '(?<key>.+)' to type '(?:System\.)?(?:Nullable`1\[System\.)?(?<type>\w+)\]?'")]
    private static partial Regex ConversionError();

    private static FileRoutesSettings Check(FileRoutesOptions options, string contentRoot, List<RouteDiagnostic> diagnostics)
    {
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
        var hasCacheControl = CacheControlHeaderValue.TryParse(options.Public.CacheControl, out var cacheControl);
        Require(
            hasCacheControl && cacheControl?.ToString() is { Length: > 0 },
            SettingTexts.CacheControl, $"{nameof(options.Public)}:{nameof(PublicSettings.CacheControl)}", options.Public.CacheControl);
        Require(
            options.BasePath is ['/', ..] && !options.BasePath.AsSpan().ContainsAny(_notInBasePath),
            SettingTexts.BasePath, nameof(options.BasePath), options.BasePath);
        Require(
            options.ValidationStatus is 400 or 422,
            SettingTexts.ValidationStatus,
            nameof(options.ValidationStatus), options.ValidationStatus.ToString(CultureInfo.InvariantCulture));
        var editor = EditorTemplate.Parse(options.Editor);
        Require(editor is not null, SettingTexts.Editor, nameof(options.Editor), options.Editor);
        Require(
            options.After.MaxDuration is > 0 and <= 86_400,
            SettingTexts.AfterDuration,
            $"{nameof(options.After)}:{nameof(AfterSettings.MaxDuration)}",
            options.After.MaxDuration.ToString(CultureInfo.InvariantCulture));
        Require(
            options.After.MaxPending >= 1,
            SettingTexts.AfterCount,
            $"{nameof(options.After)}:{nameof(AfterSettings.MaxPending)}",
            options.After.MaxPending.ToString(CultureInfo.InvariantCulture));
        Require(
            options.Jobs.MaxConcurrency is >= 1 and <= 1000,
            SettingTexts.JobCount,
            $"{nameof(options.Jobs)}:{nameof(JobSettings.MaxConcurrency)}",
            options.Jobs.MaxConcurrency.ToString(CultureInfo.InvariantCulture));
        Require(
            options.Jobs.FailoverAfter is >= 2 and <= 3600,
            SettingTexts.JobFailover,
            $"{nameof(options.Jobs)}:{nameof(JobSettings.FailoverAfter)}",
            options.Jobs.FailoverAfter.ToString(CultureInfo.InvariantCulture));
        RequireSeconds(options.MaxDurationGrace, nameof(options.MaxDurationGrace));
        var messageSize = (ByteSize)options.WebSockets.MessageSizeLimit;
        Require(
            messageSize.Bytes is not null,
            SettingTexts.Size,
            $"{nameof(options.WebSockets)}:{nameof(WebSocketSettings.MessageSizeLimit)}",
            options.WebSockets.MessageSizeLimit);
        RequireSeconds(
            options.WebSockets.KeepAliveInterval, $"{nameof(options.WebSockets)}:{nameof(WebSocketSettings.KeepAliveInterval)}");
        RequireSeconds(
            options.WebSockets.KeepAliveTimeout, $"{nameof(options.WebSockets)}:{nameof(WebSocketSettings.KeepAliveTimeout)}");
        foreach (var extension in options.PageExtensions)
        {
            Require(
                extension.Length > 0 && extension[0] != '.' && !extension.Contains('/'),
                SettingTexts.Extension, nameof(options.PageExtensions), extension);
        }

        return new FileRoutesSettings
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
            Editor = editor!,
            IsLive = options.IsLive,
            CacheMemoryLimit = cacheLimit.Bytes ?? 0,
            AfterMaxDuration = TimeSpan.FromSeconds(options.After.MaxDuration is > 0 and <= 86_400 and var seconds ? seconds : 0),
            AfterMaxPending = options.After.MaxPending,
            MessageSizeLimit = messageSize.Bytes ?? 0,
            KeepAliveInterval = DurationOf(options.WebSockets.KeepAliveInterval),
            KeepAliveTimeout = DurationOf(options.WebSockets.KeepAliveTimeout),
            Jobs = options.Jobs,
            PublicCacheControl = cacheControl!,
            Rules = options.Rules,
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
