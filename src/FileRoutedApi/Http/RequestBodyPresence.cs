using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// Determines whether a request has a body. Without <c>Content-Length</c> only its first byte can tell: a request with
/// <c>Transfer-Encoding: chunked</c> and no byte has no body.
/// </summary>
internal static class RequestBodyPresence
{
    /// <summary>Returns true if the headers allow a body (RFC 9112 section 6.3).</summary>
    public static bool MayHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    /// <summary>Returns true if the presence of a body is known without reading its first byte.</summary>
    public static bool IsKnown(HttpContext context) =>
        context.Request.ContentLength is not null || context.Request.Body is PeekedBody || !MayHaveBody(context);

    /// <summary>Returns true if the request has a body. Otherwise also updates the body detection feature for later code.</summary>
    /// <param name="limit">The limit with which the body will be read. The server's limit cannot be changed after the first byte.</param>
    public static ValueTask<bool> HasBodyAsync(HttpContext context, BodySizeLimit? limit) =>
        IsKnown(context) ? new(MayHaveBody(context)) : PeekAsync(context, limit);

    private static async ValueTask<bool> PeekAsync(HttpContext context, BodySizeLimit? limit)
    {
        BodyLimit.DisableServerLimit(context, limit);
        var body = context.Request.Body;
        var first = new byte[1];
        if (await BodyReader.ReadAsync(body, first, context.RequestAborted) == 0)
        {
            context.Features.Set<IHttpRequestBodyDetectionFeature>(NoBody.Instance);
            return false;
        }

        if (body.CanSeek)
        {
            body.Position--;
        }
        else
        {
            context.Request.Body = new PeekedBody(first, body);
        }

        return true;
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public static NoBody Instance { get; } = new();

        public bool CanHaveBody => false;
    }

    /// <summary>A body whose first byte has been read.</summary>
    private sealed class PeekedBody(byte[] first, Stream rest) : Stream
    {
        private byte[]? _first = first;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            TakeFirst(buffer.AsSpan(offset, count)) ? 1 : rest.Read(buffer, offset, count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            TakeFirst(buffer.Span) ? new(1) : rest.ReadAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private bool TakeFirst(Span<byte> buffer)
        {
            if (_first is null || buffer.IsEmpty)
            {
                return false;
            }

            buffer[0] = _first[0];
            _first = null;
            return true;
        }
    }
}
