using System.Buffers;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi.Middleware;

/// <summary>
/// A body that whoever answers can read although a middleware has read it. Nothing is kept, and nothing copied, where the
/// middleware does not look at it.
/// </summary>
internal sealed class BufferedRequestBody(HttpContext context, Stream body) : Stream
{
    private const int MemoryThreshold = 30 * 1024;
    private const int CopySize = 80 * 1024;

    private FileBufferingReadStream? _kept;

    /// <summary>The limit of what the running function reads; null for that of the server.</summary>
    public BodyLimitMetadata? Limit { get; set; }

    public override bool CanRead => true;

    // Says so that nobody keeps it a second time.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Kept.Length;

    public override long Position
    {
        get => _kept?.Position ?? 0;
        set => Kept.Position = value;
    }

    private FileBufferingReadStream Kept => _kept ??= Begin();

    /// <summary>Gives the request back its body, from the first byte on.</summary>
    public void Restore()
    {
        if (context.Request.Body != this)
        {
            // The middleware has put another in its place.
            return;
        }

        if (_kept is null)
        {
            context.Request.Body = body;
            return;
        }

        _kept.Position = 0;
        context.Response.RegisterForDisposeAsync(_kept);
        context.Request.Body = _kept;
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(Kept.Read(buffer, offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await Kept.ReadAsync(buffer, cancellationToken));

    // The size that is passed comes from the length that was buffered so far, which is 0 at first: Stream would copy byte by byte.
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        try
        {
            while (await ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override void CopyTo(Stream destination, int bufferSize)
    {
        var buffer = new byte[CopySize];
        while (Read(buffer, 0, buffer.Length) is > 0 and var read)
        {
            destination.Write(buffer, 0, read);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Kept.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <exception cref="ApiException">413 if the announced length is beyond the limit.</exception>
    private FileBufferingReadStream Begin()
    {
        if (Limit is { Limit: { } limit })
        {
            BodyLimit.CheckContentLength(context, limit);
        }
        else if (Limit is not null)
        {
            BodyLimit.DisableServerLimit(context, limit: null);
        }

        return new FileBufferingReadStream(body, MemoryThreshold);
    }

    private int Count(int read) =>
        Limit?.Limit is { Bytes: { } bytes } limit && Kept.Length > bytes ? throw ApiException.BodyTooLarge(limit) : read;
}
