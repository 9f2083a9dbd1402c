using FileRoutedApi.Host.Serving;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Building;

/// <summary>A response of the application to a request of an export.</summary>
/// <param name="Exception">The unhandled exception, also if an error page has handled it; otherwise null.</param>
/// <param name="IsAborted">True if the body is not complete.</param>
internal sealed record ExportResponse(int Status, IHeaderDictionary Headers, byte[] Body, Exception? Exception, bool IsAborted);

/// <summary>Sends requests to an application in the same process, through its whole pipeline.</summary>
internal static class ExportRequest
{
    /// <summary>Sends a GET request.</summary>
    public static async Task<ExportResponse> SendAsync(InProcessServer server, ExportTarget target, CancellationToken cancellationToken)
    {
        var request = new HttpRequestFeature
        {
            Method = HttpMethods.Get,

            // So that an application that redirects to HTTPS does not redirect these requests.
            Scheme = "https",
            Protocol = HttpProtocol.Http11,
            Path = PathString.FromUriComponent(target.Path).Value!,
            RawTarget = target.Path,
        };
        request.Headers.Host = "localhost";
        request.Headers.Accept = target.File.Role.IsPage ? "text/html" : "*/*";
        var response = new UnsentResponse();
        using var lifetime = new Lifetime(cancellationToken);
        using var stream = new MemoryStream();
        var body = new Body(stream, response);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(body);
        if (target.Endpoint is { } endpoint)
        {
            features.Set<IEndpointFeature>(new SelectedEndpoint { Endpoint = endpoint });
        }

        Exception? thrown = null;
        try
        {
            await server.ProcessAsync(features);
            await body.CompleteAsync();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            thrown = exception;
        }
        finally
        {
            await response.CompleteAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        thrown ??= features.Get<IExceptionHandlerFeature>()?.Error;
        return new ExportResponse(response.StatusCode, response.Headers, stream.ToArray(), thrown, lifetime.IsAborted);
    }

    /// <summary>The body. A server starts the response before the first byte.</summary>
    private sealed class Body(MemoryStream stream, UnsentResponse response)
        : StreamResponseBodyFeature(new StartingStream(stream, response))
    {
        public override Task StartAsync(CancellationToken cancellationToken = default) => response.StartAsync();
    }

    private sealed class StartingStream(MemoryStream stream, UnsentResponse response) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        // A handler that writes synchronously blocks its own thread, as on any server.
        public override void Write(byte[] buffer, int offset, int count) =>
            WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!response.HasStarted)
            {
                await response.StartAsync();
            }

            await stream.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Lifetime(CancellationToken cancellationToken) : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private CancellationToken? _replaced;

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted
        {
            get => _replaced ?? _aborted.Token;
            set => _replaced = value;
        }

        public void Abort()
        {
            IsAborted = true;
            _aborted.Cancel();
        }

        public void Dispose() => _aborted.Dispose();
    }

    private sealed class SelectedEndpoint : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }
}
