using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Hosting;

/// <summary>Invalidates cached responses by path, by the pattern of a file, or by tag.</summary>
internal sealed partial class RouteRevalidation(
    ResponseCache cache, IPublishedFolders folders, FileRouteDataSource routes, ILogger<RouteRevalidation> logger) : IRevalidation
{
    private const int MaxPathLength = 1024;
    private const int MaxTagLength = 256;

    public async Task RevalidateAsync(string path, CancellationToken cancellationToken = default)
    {
        if (path is not ['/', ..])
        {
            throw new ArgumentException(UsageTexts.RevalidatedPath(path), nameof(path));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Length, MaxPathLength, nameof(path));
        if (FileOfPattern(path) is { } file)
        {
            WarnIfNotCached(file);
            await cache.InvalidateAsync(CacheKey.FileDependency(file), cancellationToken);
        }
        else if (RequestPath.TryParse(path) is { } parsed && folders.Current.Table?.Match(parsed) is { } match)
        {
            WarnIfNotCached(match.File);
            if (match.Parameters.Count > 0 && parsed.Matched.Any(segment => ForeignParameters.Find(path, segment) is not null))
            {
                Log.PatternExpected(logger, path, match.File.Path, match.File.Pattern);
            }

            await cache.InvalidateAsync(CacheKey.PathDependencyOf(match), cancellationToken);
        }
        else
        {
            Log.NoSuchPath(logger, path);
        }
    }

    public async Task RevalidateTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag.Length, MaxTagLength, nameof(tag));
        await cache.InvalidateAsync(CacheKey.TagDependency(tag), cancellationToken);
    }

    /// <summary>Returns the file that has this pattern with parameters; null if it is the path of a single response.</summary>
    private RouteFile? FileOfPattern(string path) => path.Contains('[', StringComparison.Ordinal)
        ? folders.Current.Table?.Routes.FirstOrDefault(file =>
            file.Kind != RouteSegmentKind.Static
            && file.Pattern.Equals(RouteSegment.Normalize(path.TrimEnd('/')), StringComparison.OrdinalIgnoreCase))
        : null;

    private void WarnIfNotCached(RouteFile file)
    {
        var module = routes.Generation.Modules.FirstOrDefault(module => module.File.Path == file.Path);
        if (module is not null && CachePolicy.Of(module.Config) is null)
        {
            Log.NotCached(logger, file.Path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No file handles {Path}, so nothing is revalidated.", EventName = "NoSuchPath")]
        public static partial void NoSuchPath(ILogger logger, string path);

        [LoggerMessage(
            2, LogLevel.Warning,
            "{Path} is the path of one response of {File}. To revalidate every response of the file, write {Pattern}.",
            EventName = "PatternExpected")]
        public static partial void PatternExpected(ILogger logger, string path, string file, string pattern);

        [LoggerMessage(
            3, LogLevel.Warning,
            "The responses of {File} are not cached, so nothing is revalidated. Set config.Revalidate in it.",
            EventName = "NotCached")]
        public static partial void NotCached(ILogger logger, string file);
    }
}
