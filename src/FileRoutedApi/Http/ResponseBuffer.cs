using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Http;

/// <summary>
/// Buffers a response until the handler has returned. Nothing is sent before, so that an exception of the handler can still become a whole
/// error response.
/// </summary>
internal sealed class ResponseBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 4 * 1024;

    // A larger array returns to the shared pool, so that a single large response does not occupy memory forever.
    private const int MaxPooledSize = 64 * 1024;

    private readonly JsonSerializerOptions _json;
    private Utf8JsonWriter? _writer;
    private byte[] _bytes = [];

    private ResponseBuffer(JsonSerializerOptions json) => _json = json;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public static ObjectPool<ResponseBuffer> CreatePool(JsonSerializerOptions json) =>
        new DefaultObjectPool<ResponseBuffer>(new Policy(json), Environment.ProcessorCount * 64);

    /// <summary>Creates a buffer outside of a pool.</summary>
    public static ResponseBuffer Create(JsonSerializerOptions json) => new(json);

    /// <summary>Writes a value as JSON. Writes nothing if the value cannot be serialized.</summary>
    public void WriteJson(object? value, Type type)
    {
        var before = Length;
        try
        {
            var writer = _writer ??= CreateWriter();
            writer.Reset(this);
            JsonSerializer.Serialize(writer, value, type, _json);
            writer.Flush();
        }
        catch
        {
            Length = before;
            throw;
        }
    }

    public void WriteText(string text) => Encoding.UTF8.GetBytes(text, this);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        ReturnArray();
    }

    private Utf8JsonWriter CreateWriter() => new(this, new JsonWriterOptions
    {
        Encoder = _json.Encoder,
        Indented = _json.WriteIndented,
        IndentCharacter = _json.IndentCharacter,
        IndentSize = _json.IndentSize,
        NewLine = _json.NewLine,
        MaxDepth = _json.MaxDepth,
        SkipValidation = true,
    });

    private void EnsureCapacity(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var doubled = (int)Math.Min(_bytes.Length * 2L, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(InitialSize, doubled)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ReturnArray();
        _bytes = larger;
    }

    private void ReturnArray()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private sealed class Policy(JsonSerializerOptions json) : PooledObjectPolicy<ResponseBuffer>
    {
        public override ResponseBuffer Create() => new(json);

        public override bool Return(ResponseBuffer buffer)
        {
            buffer.Clear();
            if (buffer._bytes.Length > MaxPooledSize)
            {
                buffer.ReturnArray();
            }

            return true;
        }
    }
}
