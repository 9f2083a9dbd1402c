using FileRoutedApi.Caching;
using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Hosting;

/// <summary>Has kept answers made anew.</summary>
internal sealed partial class RouteRevalidation(AnswerCache cache, PublishedFolders folders, ILogger<RouteRevalidation> logger) : IRevalidation
{
    private const int LongestPath = 1024;
    private const int LongestTag = 256;

    public async Task RevalidateAsync(string path, CancellationToken cancellationToken = default)
    {
        if (path is not ['/', ..])
        {
            throw new ArgumentException($"Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received {path}", nameof(path));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Length, LongestPath, nameof(path));
        if (RequestPath.TryParse(path) is { } parsed && folders.Current.Table?.Match(parsed) is { } match)
        {
            await cache.TellAsync(CacheKey.NameOf(match), cancellationToken);
        }
        else
        {
            Log.NoSuchPath(logger, path);
        }
    }

    public async Task RevalidateTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag.Length, LongestTag, nameof(tag));
        await cache.TellAsync(CacheKey.NameOfTag(tag), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No file answers {Path}, so nothing is revalidated.", EventName = "NoSuchPath")]
        public static partial void NoSuchPath(ILogger logger, string path);
    }
}
