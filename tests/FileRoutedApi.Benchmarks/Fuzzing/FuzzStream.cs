namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>A body that arrives in pieces, as from a network.</summary>
internal sealed class FuzzStream(byte[] bytes, int[] pieces) : MemoryStream(bytes, writable: false)
{
    private int _reads;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Piece(count));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Piece(buffer.Length)]);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        base.ReadAsync(buffer, offset, Piece(count), cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Piece(buffer.Length)], cancellationToken);

    private int Piece(int most) => Math.Min(most, pieces[_reads++ % pieces.Length]);
}
