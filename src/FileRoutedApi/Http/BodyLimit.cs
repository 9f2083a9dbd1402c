using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>Enforces the size limit of a body that other code reads.</summary>
internal static class BodyLimit
{
    /// <summary>Rejects a body whose <c>Content-Length</c> exceeds the limit, before a byte of it is read.</summary>
    /// <exception cref="ApiException">413: the body exceeds the limit.</exception>
    public static void CheckContentLength(HttpContext context, BodySizeLimit limit)
    {
        DisableServerLimit(context, limit);
        if (context.Request.ContentLength > limit.Bytes)
        {
            throw ApiException.BodyTooLarge(limit);
        }
    }

    /// <summary>Counts the bytes that are read from the body and throws a 413 beyond the limit.</summary>
    /// <remarks>
    /// The server enforces the <c>Content-Length</c> of a body that is read directly from it. A middleware that decompresses the body
    /// yields more bytes than that, so every other body is counted.
    /// </remarks>
    public static void Apply(HttpContext context, BodySizeLimit limit)
    {
        var type = context.Request.Body.GetType();
        var isServerBody = type.Namespace?.StartsWith("Microsoft.AspNetCore.Server.", StringComparison.Ordinal) == true;
        if (context.Request.ContentLength is null || !isServerBody)
        {
            context.Request.Body = new LimitedStream(context.Request.Body, limit);
        }
    }

    /// <summary>
    /// Disables the limit of the server where it would take effect before the limit of the file, or where the file has none.
    /// </summary>
    /// <remarks>
    /// The server counts the framing of chunks too, so its limit must be well above the limit of the file. For the same reason the server
    /// does not enforce the limit of the file: it would reject a chunked body of exactly that size.
    /// </remarks>
    public static void DisableServerLimit(HttpContext context, BodySizeLimit? limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } server } feature
            && (limit is not { Bytes: { } bytes } || bytes > server / 8))
        {
            feature.MaxRequestBodySize = null;
        }
    }

    private sealed class LimitedStream(Stream inner, BodySizeLimit limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read) =>
            (_read += read) <= limit.Bytes ? read : throw ApiException.BodyTooLarge(limit);
    }
}
