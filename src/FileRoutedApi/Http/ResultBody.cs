using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// The body that a function's result is written to. It keeps what was not flushed, so that an error can take its
/// place, and refuses to write beside an answer of <see cref="ApiResponse"/>: a client never gets two glued together.
/// </summary>
internal sealed class ResultBody
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _server;
    private readonly StreamResponseBodyFeature _result;

    private ResultBody(HttpContext context, ApiResponse response)
    {
        _context = context;
        _server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _result = new StreamResponseBodyFeature(new GuardedStream(_server.Stream, response), _server);
    }

    /// <summary>Takes the place of the server's body; the helpers of the response go on writing to that.</summary>
    public static ResultBody Attach(HttpContext context, ApiResponse response)
    {
        var body = new ResultBody(context, response);
        response.ServerBody = body._server.Writer;
        context.Features.Set<IHttpResponseBodyFeature>(body._result);
        return body;
    }

    /// <summary>Sends what the function left unflushed.</summary>
    /// <exception cref="InvalidOperationException">The response was answered already.</exception>
    public async ValueTask FlushAsync()
    {
        if (_result.Writer.UnflushedBytes > 0)
        {
            await _result.Writer.FlushAsync(_context.RequestAborted);
        }
    }

    /// <summary>Gives the server's body its place back and forgets what is left.</summary>
    public void Detach()
    {
        _context.Features.Set(_server);
        _result.Writer.Complete(new OperationCanceledException());
    }

    private sealed class GuardedStream(Stream server, ApiResponse response) : Stream
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

        private Stream Server => response.IsOpen ? server : throw response.AnsweredTwice();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Server.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Server.WriteAsync(buffer, offset, count, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => Server.Write(buffer, offset, count);

        public override Task FlushAsync(CancellationToken cancellationToken) => server.FlushAsync(cancellationToken);

        public override void Flush() => server.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
