using System.Collections.Concurrent;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace FileRoutedApi.Caching;

/// <summary>Keeps answers, in memory and where several machines share them, and has each made by one request at a time.</summary>
/// <remarks>
/// FusionCache holds the two levels and keeps the second from being waited for when it is away. Whether an answer is out
/// of date is decided here: what somebody has told to be made anew is never served again, but kept for when the handler
/// fails, and what is only old is served while another one is made.
/// </remarks>
internal sealed partial class AnswerCache : IDisposable
{
    private static readonly TimeSpan _forGood = TimeSpan.FromDays(365);
    private static readonly TimeSpan _shared = TimeSpan.FromDays(7);
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    private readonly MemoryCache _memory;
    private readonly FusionCache _answers;
    private readonly IVersions _versions;
    private readonly FusionCacheEntryOptions _answerOptions;
    private readonly FusionCacheEntryOptions _sharedOptions;
    private readonly ConcurrentDictionary<string, Lazy<Task<MadeAnswer>>> _making = new(StringComparer.Ordinal);
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly bool _isShared;
    private readonly bool _keeps;

    /// <param name="level">Where several machines share answers; none where there is one machine.</param>
    public AnswerCache(FileRoutesSettings settings, IServiceProvider services, TimeProvider time, IVersions versions, IEnumerable<ISharedCache> level)
    {
        _services = services;
        _time = time;
        _keeps = !settings.IsLive;
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = settings.CacheMemoryLimit });
        _answers = new FusionCache(OptionsOf("answers"), _memory);
        _isShared = level.Any();
        foreach (var shared in level)
        {
            shared.Attach(_answers);
        }

        _versions = versions;

        _answerOptions = OptionsOf(_answers, _forGood, _shared);
        _answerOptions.Size = 1;
        _sharedOptions = _answerOptions.Duplicate();
        _sharedOptions.SkipMemoryCacheRead = true;
    }

    /// <summary>Now, in milliseconds since 1970.</summary>
    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>An answer that is kept; null where none is.</summary>
    public ValueTask<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken) =>
        !_keeps ? default
        : _isShared ? _answers.GetOrDefaultAsync<CachedAnswer>(key, null, _answerOptions, cancellationToken)
        : new(_answers.GetOrDefault<CachedAnswer>(key, null, _answerOptions, cancellationToken));

    /// <summary>Whether nobody has told that what an answer is made of is another by now.</summary>
    /// <param name="versions">What it was when the answer was made.</param>
    /// <param name="names">What it is made of.</param>
    public ValueTask<bool> HasVersionsAsync(long[] versions, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        _versions.AreAsync(names, versions, cancellationToken);

    /// <summary>Has what is made of something be made anew.</summary>
    public ValueTask TellAsync(string name, CancellationToken cancellationToken) =>
        _versions.ChangeAsync(name, cancellationToken);

    /// <summary>Makes an answer, unless somebody is making it already: then that one is waited for.</summary>
    /// <param name="order">What to make.</param>
    /// <returns>What was made, and whether it was made for this caller.</returns>
    public async Task<(MadeAnswer Made, bool IsOwn)> MakeAsync(AnswerOrder order, CancellationToken cancellationToken)
    {
        var own = new Lazy<Task<MadeAnswer>>(() => Detach(() => MakeAndForgetAsync(order)));
        var making = _making.GetOrAdd(order.Key.Text, own);
        try
        {
            return (await making.Value.WaitAsync(order.Patience, _time, cancellationToken), making == own);
        }
        catch (TimeoutException) when (!making.Value.IsCompleted)
        {
            // A call that never ends must not be waited for by all that come after it.
            _making.TryRemove(KeyValuePair.Create(order.Key.Text, making));
            throw ApiException.DeadlineExceeded((int)order.Patience.TotalSeconds);
        }
    }

    /// <summary>Makes an answer for one caller alone.</summary>
    public Task<MadeAnswer> MakeAloneAsync(AnswerOrder order, CancellationToken cancellationToken) =>
        Detach(() => MakeOnceAsync(order, old: null)).WaitAsync(cancellationToken);

    public void Dispose()
    {
        _answers.Dispose();
        _memory.Dispose();
    }

    private static FusionCacheOptions OptionsOf(string name) => new()
    {
        CacheName = name,
        CacheKeyPrefix = $"fra:{name}:",
        DistributedCacheCircuitBreakerDuration = TimeSpan.FromSeconds(2),
        DefaultEntryOptions = new FusionCacheEntryOptions(_forGood)
        {
            DistributedCacheSoftTimeout = _patience,
            DistributedCacheHardTimeout = _patience,
            AllowBackgroundDistributedCacheOperations = true,
        },
    };

    private static FusionCacheEntryOptions OptionsOf(FusionCache cache, TimeSpan inMemory, TimeSpan shared)
    {
        var options = cache.DefaultEntryOptions.Duplicate(inMemory);
        options.DistributedCacheDuration = shared;
        return options;
    }

    /// <summary>Runs outside of the request: what flows with it, such as who asks, is none of the answer's business.</summary>
    private static Task<T> Detach<T>(Func<Task<T>> make)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            return Task.Run(make);
        }
    }

    private async Task<MadeAnswer> MakeAndForgetAsync(AnswerOrder order)
    {
        try
        {
            var old = await FindAsync(order.Key.Text, CancellationToken.None);
            if (old is not null && order.Policy.IsFresh(old, Now) && await HasVersionsAsync(old.Versions, order.Names, CancellationToken.None))
            {
                // Made by another request while this one was looking.
                return new MadeAnswer(old, IsKept: true, IsPersonal: false, HasFailed: false);
            }

            if (_isShared && _keeps && await _answers.GetOrDefaultAsync<CachedAnswer>(order.Key.Text, null, _sharedOptions) is { } another
                && another.MadeAt != old?.MadeAt && order.Policy.IsFresh(another, Now) && await HasVersionsAsync(another.Versions, order.Names, CancellationToken.None))
            {
                // Another machine was first.
                return new MadeAnswer(another, IsKept: true, IsPersonal: false, HasFailed: false);
            }

            return await MakeOnceAsync(order, old);
        }
        finally
        {
            _making.TryRemove(order.Key.Text, out _);
        }
    }

    private async Task<MadeAnswer> MakeOnceAsync(AnswerOrder order, CachedAnswer? old)
    {
        var began = Now;
        var versions = await _versions.OfAsync(order.Names, CancellationToken.None);
        CachedAnswer answer;
        try
        {
            var (status, headers, body, tag) = await DetachedRequest.SendAsync(order.Key, order.Endpoint, order.Handler, _services);
            answer = new CachedAnswer(status, headers, body, tag, began, versions);
        }
        catch (Exception exception) when (old is not null)
        {
            Log.KeptForException(order.Logger, exception, order.Key.Target);
            return await KeepAsync(order, old, versions);
        }

        if (old is not null && answer.Status >= StatusCodes.Status500InternalServerError)
        {
            Log.KeptForStatus(order.Logger, order.Key.Target, answer.Status);
            return await KeepAsync(order, old, versions);
        }

        var isPersonal = ForbidsKeeping(answer) || (!order.Policy.SetCookie && answer.Headers.Any(header => header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)));
        if (isPersonal || !order.Policy.Statuses.Contains(answer.Status))
        {
            if (old is not null)
            {
                await _answers.RemoveAsync(order.Key.Text, _answerOptions);
            }

            Log.NotKept(order.Logger, order.Key.Target, answer.Status);
            return new MadeAnswer(answer, IsKept: false, isPersonal, HasFailed: false);
        }

        await SetAsync(order, answer);
        return new MadeAnswer(answer, IsKept: true, IsPersonal: false, HasFailed: false);
    }

    /// <summary>Tries again later: a handler that fails is not called for each request.</summary>
    private async Task<MadeAnswer> KeepAsync(AnswerOrder order, CachedAnswer old, long[] tried)
    {
        var kept = old with { Tried = tried, RetryAt = Now + (Math.Clamp(order.Policy.Seconds ?? int.MaxValue, 3, 30) * 1000L) };
        await SetAsync(order, kept, isNews: false);
        return new MadeAnswer(kept, IsKept: true, IsPersonal: false, HasFailed: true);
    }

    /// <param name="isNews">Whether other machines are to have it: an old answer must not take the place of one that they made.</param>
    private async Task SetAsync(AnswerOrder order, CachedAnswer answer, bool isNews = true)
    {
        if (_keeps)
        {
            var options = _answerOptions.Duplicate();
            options.Size = answer.Size;
            options.SkipDistributedCacheWrite = !isNews;
            await _answers.SetAsync(order.Key.Text, answer, options);
        }
    }

    // RFC 9111 sections 4.1 and 5.2.2.
    private static bool ForbidsKeeping(CachedAnswer answer) => answer.Headers.Any(header =>
        (header.Key.Equals("Cache-Control", StringComparison.OrdinalIgnoreCase) && header.Value.Any(value => value.Contains("no-store", StringComparison.OrdinalIgnoreCase) || value.Contains("no-cache", StringComparison.OrdinalIgnoreCase) || value.Contains("private", StringComparison.OrdinalIgnoreCase)))
        || (header.Key.Equals("Vary", StringComparison.OrdinalIgnoreCase) && header.Value.Contains("*")));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The answer to {Path} could not be made anew; the old one is kept, and another try is made later.", EventName = "RevalidationFailed")]
        public static partial void KeptForException(ILogger logger, Exception exception, string path);

        [LoggerMessage(2, LogLevel.Error, "The answer to {Path} could not be made anew ({Status}); the old one is kept, and another try is made later.", EventName = "RevalidationRefused")]
        public static partial void KeptForStatus(ILogger logger, string path, int status);

        [LoggerMessage(3, LogLevel.Debug, "The answer to {Path} is not kept: its status is {Status}, it sets a cookie, or its headers forbid it.", EventName = "NotKept")]
        public static partial void NotKept(ILogger logger, string path, int status);
    }
}

/// <summary>What has to be made.</summary>
/// <param name="Names">What it is made of: its path and its tags.</param>
internal sealed record AnswerOrder(CacheKey Key, IReadOnlyList<string> Names, CachePolicy Policy, Endpoint Endpoint, RequestDelegate Handler, ILogger Logger)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    /// <summary>How long it is waited for.</summary>
    public TimeSpan Patience => Policy.MaxDuration is { } seconds ? TimeSpan.FromSeconds(seconds) + _longest : _longest;
}

/// <summary>What was made.</summary>
/// <param name="IsKept">Whether others get it too.</param>
/// <param name="IsPersonal">Whether nobody but who it was made for may get it.</param>
/// <param name="HasFailed">Whether it is the old one, because no other could be made.</param>
internal sealed record MadeAnswer(CachedAnswer Answer, bool IsKept, bool IsPersonal, bool HasFailed);

/// <summary>Where several machines share what they keep.</summary>
internal interface ISharedCache
{
    /// <summary>Puts it behind the memory of a cache.</summary>
    void Attach(IFusionCache cache);
}
