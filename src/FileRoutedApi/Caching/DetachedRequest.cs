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
/// A request without a client: the handler of a response that many clients get sees the path and what the response varies by,
/// and nothing else of the request that came first. It goes on when that client disconnects.
/// </summary>
internal static class DetachedRequest
{
    private const int LargestAnswer = 64 * 1024 * 1024;

    private static readonly HashSet<string> _notKept = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.Date, HeaderNames.ETag, HeaderNames.KeepAlive, HeaderNames.Server, HeaderNames.TransferEncoding,
    };

    /// <summary>Calls a handler.</summary>
    /// <param name="key">What the response varies by.</param>
    /// <param name="budget">The memory that responses may take until they are complete.</param>
    /// <param name="abort">Becomes the request's <see cref="HttpContext.RequestAborted"/>.</param>
    /// <returns>The response.</returns>
    public static async Task<(int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body, string? EntityTag)> SendAsync(
        CacheKey key, Endpoint endpoint, RequestDelegate handler, IServiceProvider services, GenerationBudget budget, CancellationToken abort)
    {
        await using var scope = services.CreateAsyncScope();
        var request = new HttpRequestFeature { Method = HttpMethods.Get, Scheme = "http", Protocol = HttpProtocol.Http11, Path = key.Path, QueryString = key.QueryString };
        request.RawTarget = key.Target;
        request.Headers.Host = "localhost";
        foreach (var (name, value) in key.Headers)
        {
            request.Headers[name] = value;
        }

        var response = new Response();
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

        // A handler whose client is gone ends without a response, which must not be cached as an empty one.
        abort.ThrowIfCancellationRequested();
        await context.Response.BodyWriter.FlushAsync(abort);
        await response.StartAsync();
        var bytes = body.ToArray();
        await response.CompleteAsync();
        return (
            response.StatusCode,
            [.. response.Headers.Where(header => !_notKept.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, (string[])[.. header.Value.OfType<string>()]))],
            bytes,
            response.Headers.ETag is [{ } tag, ..] ? tag : response.StatusCode == StatusCodes.Status200OK ? EntityTag.Of(bytes) : null);
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public static NoBody Instance { get; } = new();

        public bool CanHaveBody => false;
    }

    /// <summary>Runs the callbacks of a response as a server does; the plain feature does not.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
        private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
        private bool _hasStarted;

        public override bool HasStarted => _hasStarted;

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

        public async Task StartAsync()
        {
            while (_starting.TryPop(out var starting))
            {
                await starting.Callback(starting.State);
            }

            _hasStarted = true;
        }

        public async Task CompleteAsync()
        {
            while (_completed.TryPop(out var completed))
            {
                await completed.Callback(completed.State);
            }
        }
    }

    /// <summary>Collects what is written, up to a limit.</summary>
    private sealed class Body(Response response, GenerationBudget.Account account, CancellationToken abort) : Stream
    {
        // The buffer doubles when it grows, and is copied when it is complete.
        private const int MostPerByte = 3;

        private readonly ArrayBufferWriter<byte> _written = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => _written.WrittenSpan.ToArray();

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!response.HasStarted)
            {
                await response.StartAsync();
            }

            if (_written.WrittenCount + (long)buffer.Length > LargestAnswer)
            {
                throw new InvalidOperationException(UsageTexts.ResponseTooLargeToCache(ByteSize.Format(LargestAnswer)));
            }

            // A write without a token of its own must not wait longer than the request.
            await account.GrowToAsync(MostPerByte * (_written.WrittenCount + (long)buffer.Length), cancellationToken.CanBeCanceled ? cancellationToken : abort);
            _written.Write(buffer.Span);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
