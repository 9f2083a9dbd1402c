using System.Buffers;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FileRoutedApi.Middleware;

/// <summary>
/// A request body that can be read again after a middleware has read it. If the middleware does not read it, nothing is buffered.
/// </summary>
/// <remarks>
/// <c>EnableBuffering</c> buffers what the handler reads too, in a rented buffer of 30 KB for each request, and applies one limit for the
/// whole request instead of the limit of the function that reads.
/// </remarks>
internal sealed class BufferedRequestBody(HttpContext context, Stream body) : Stream
{
    private const int MemoryThreshold = 30 * 1024;
    private const int CopySize = 80 * 1024;

    private FileBufferingReadStream? _buffer;

    /// <summary>Gets or sets the body limit of the running function; null if the limit of the server applies.</summary>
    public BodyLimitMetadata? Limit { get; set; }

    public override bool CanRead => true;

    // True, so that EnableBuffering does not buffer the body a second time.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Buffer.Length;

    public override long Position
    {
        get => _buffer?.Position ?? 0;
        set => Buffer.Position = value;
    }

    private FileBufferingReadStream Buffer => _buffer ??= CreateBuffer();

    /// <summary>Lets the rest of the pipeline read the body from the first byte.</summary>
    public void Restore()
    {
        if (context.Request.Body != this)
        {
            // The middleware has replaced the body.
            return;
        }

        if (_buffer is null)
        {
            context.Request.Body = body;
            return;
        }

        _buffer.Position = 0;
        context.Response.RegisterForDisposeAsync(_buffer);
        context.Request.Body = _buffer;
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(Buffer.Read(buffer, offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await Buffer.ReadAsync(buffer, cancellationToken));

    // Ignores bufferSize. Stream computes it from Length, which is 0 before the first read, and would copy byte by byte.
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

    public override long Seek(long offset, SeekOrigin origin) => Buffer.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <exception cref="ApiException">413 if the Content-Length exceeds the limit.</exception>
    private FileBufferingReadStream CreateBuffer()
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
        Limit?.Limit is { Bytes: { } bytes } limit && Buffer.Length > bytes ? throw ApiException.BodyTooLarge(limit) : read;
}
