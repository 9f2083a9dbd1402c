using System.Buffers;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Caching;

/// <summary>
/// A request without a client. The handler of a cached response sees only the path, query keys and headers that the response varies by, and
/// no other part of the request that triggered it. It keeps running if the client of that request disconnects.
/// </summary>
internal static class DetachedRequest
{
    private const int MaxBodySize = 64 * 1024 * 1024;

    private static readonly HashSet<string> _notCachedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection,
        HeaderNames.ContentLength,
        HeaderNames.Date,
        HeaderNames.ETag,
        HeaderNames.KeepAlive,
        HeaderNames.Server,
        HeaderNames.TransferEncoding,
    };

    /// <summary>Calls a handler and returns its complete response.</summary>
    /// <param name="key">The parts of the request that the response varies by.</param>
    /// <param name="budget">Limits the memory of responses that are not complete.</param>
    /// <param name="abort">Becomes the request's <see cref="HttpContext.RequestAborted"/>.</param>
    public static async Task<(int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body, string? EntityTag)> SendAsync(
        CacheKey key,
        Endpoint endpoint,
        RequestDelegate handler,
        IServiceProvider services,
        GenerationBudget budget,
        CancellationToken abort)
    {
        await using var scope = services.CreateAsyncScope();
        var request = new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Scheme = "http",
            Protocol = HttpProtocol.Http11,
            Path = key.Path,
            QueryString = key.QueryString,
            RawTarget = key.Target,
        };
        request.Headers.Host = "localhost";
        foreach (var (name, value) in key.Headers)
        {
            request.Headers[name] = value;
        }

        var response = new UnsentResponse();
        using var account = budget.Open();
        using var body = new Body(response, account, abort);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(NoBody.Instance);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = abort });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IRouteValuesFeature>(new RouteValuesFeature { RouteValues = new RouteValueDictionary(key.RouteValues) });
        var context = new DefaultHttpContext(features) { RequestServices = scope.ServiceProvider };
        context.SetEndpoint(endpoint);
        if (services.GetService<IHttpContextAccessor>() is { } accessor)
        {
            accessor.HttpContext = context;
        }

        await handler(context);

        // A cancelled handler may return without a response. It must not be cached as an empty one.
        abort.ThrowIfCancellationRequested();
        await context.Response.BodyWriter.FlushAsync(abort);
        await response.StartAsync();
        var bytes = body.ToArray();
        await response.CompleteAsync();
        return (
            response.StatusCode,
            [.. response.Headers
                .Where(header => !_notCachedHeaders.Contains(header.Key))
                .Select(header => KeyValuePair.Create(header.Key, (string[])[.. header.Value.OfType<string>()]))],
            bytes,
            response.Headers.ETag is [{ } tag, ..] ? tag : response.StatusCode == StatusCodes.Status200OK ? EntityTag.Of(bytes) : null);
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public static NoBody Instance { get; } = new();

        public bool CanHaveBody => false;
    }

    /// <summary>Collects the written bytes, up to a limit.</summary>
    private sealed class Body(UnsentResponse response, GenerationBudget.Account account, CancellationToken abort) : WriteOnlyStream
    {
        // Memory per byte of the body: the buffer doubles when it grows, and the complete body is a copy of it.
        private const int MaxMemoryPerByte = 3;

        private readonly ArrayBufferWriter<byte> _written = new();

        public byte[] ToArray() => _written.WrittenSpan.ToArray();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!response.HasStarted)
            {
                await response.StartAsync();
            }

            var length = _written.WrittenCount + (long)buffer.Length;
            if (length > MaxBodySize)
            {
                throw new InvalidOperationException(UsageTexts.ResponseTooLargeToCache(ByteSize.Format(MaxBodySize)));
            }

            // A write without a token is cancelled with the request. Otherwise it could wait for memory forever.
            await account.GrowToAsync(MaxMemoryPerByte * length, cancellationToken.CanBeCanceled ? cancellationToken : abort);
            _written.Write(buffer.Span);
        }

        public override void Flush()
        {
        }
    }
}
