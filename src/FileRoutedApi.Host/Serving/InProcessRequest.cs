using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Serving;

/// <summary>A response of an application in this process. The body is in the stream that was passed.</summary>
/// <param name="Exception">The unhandled exception, also if an error page has handled it; otherwise null.</param>
/// <param name="IsAborted">True if the body is not complete.</param>
internal sealed record InProcessResponse(int Status, IHeaderDictionary Headers, Exception? Exception, bool IsAborted);

/// <summary>Sends requests to an application in the same process, through its whole pipeline.</summary>
internal static class InProcessRequest
{
    /// <summary>Sends a request.</summary>
    /// <param name="features">Further features of the request, such as a selected endpoint.</param>
    /// <param name="output">Receives the body while the application writes it.</param>
    /// <param name="started">Called once, before the first byte of the body, when the status and the headers are final.</param>
    public static async Task<InProcessResponse> SendAsync(
        InProcessServer server,
        HttpRequestFeature request,
        FeatureCollection features,
        Stream output,
        Func<IHttpResponseFeature, Task>? started,
        CancellationToken cancellationToken)
    {
        var response = new UnsentResponse();
        using var lifetime = new Lifetime(cancellationToken);
        var body = new Body(output, StartAsync);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(body);

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
        return new InProcessResponse(response.StatusCode, response.Headers, thrown, lifetime.IsAborted);

        async Task StartAsync()
        {
            if (!response.HasStarted)
            {
                await response.StartAsync();
                await (started?.Invoke(response) ?? Task.CompletedTask);
            }
        }
    }

    /// <summary>The body. A server starts the response before the first byte.</summary>
    private sealed class Body(Stream stream, Func<Task> start) : StreamResponseBodyFeature(new StartingStream(stream, start))
    {
        public override Task StartAsync(CancellationToken cancellationToken = default) => start();
    }

    private sealed class StartingStream(Stream stream, Func<Task> start) : WriteOnlyStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await start();
            await stream.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => stream.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);
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
}
