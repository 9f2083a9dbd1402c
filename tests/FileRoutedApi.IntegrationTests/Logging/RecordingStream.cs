using System.Text;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>The output of a log: it can block and fail, and keeps the lines.</summary>
internal sealed class RecordingStream : Stream
{
    private readonly StringBuilder _text = new();

    public SemaphoreSlim? Gate { get; init; }

    public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Failures { get; set; }

    public Exception? Error { get; set; }

    public IEnumerable<string> Lines
    {
        get
        {
            lock (_text)
            {
                return _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Error is { } error)
        {
            throw error;
        }

        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The disk is full.");
        }

        Blocked.TrySetResult();
        Gate?.Wait();
        lock (_text)
        {
            _text.Append(Encoding.UTF8.GetString(buffer));
        }
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
