using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>Holds a body to its limit while somebody else reads it.</summary>
internal static class BodyLimit
{
    /// <summary>Refuses a body whose announced length is beyond the limit, before a byte of it is read.</summary>
    /// <exception cref="ApiException">413.</exception>
    public static void CheckAnnounced(HttpContext context, BodySizeLimit limit)
    {
        LiftServerLimit(context, limit);
        if (context.Request.ContentLength > limit.Bytes)
        {
            throw ApiException.BodyTooLarge(limit);
        }
    }

    /// <summary>Counts what is read of the body from here on; one byte too many is a 413.</summary>
    /// <remarks>
    /// A length that was announced is held by the server itself, as long as nothing stands between: a middleware that
    /// decompresses makes more of a body than was announced.
    /// </remarks>
    public static void Apply(HttpContext context, BodySizeLimit limit)
    {
        var isServers = context.Request.Body.GetType().Namespace?.StartsWith("Microsoft.AspNetCore.Server.", StringComparison.Ordinal) == true;
        if (context.Request.ContentLength is null || !isServers)
        {
            context.Request.Body = new LimitedStream(context.Request.Body, limit);
        }
    }

    /// <summary>Takes the server's own limit away where it would be reached before ours, or where we have none.</summary>
    /// <remarks>
    /// Servers count the framing of chunks too, so theirs has to be well above ours. For the same reason theirs is
    /// never used instead: a chunked body of exactly the limit would be refused.
    /// </remarks>
    public static void LiftServerLimit(HttpContext context, BodySizeLimit? limit)
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
