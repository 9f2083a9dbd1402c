using System.Net.WebSockets;
using FileRoutedApi.Sockets;

namespace FileRoutedApi.Tests.Sockets;

/// <summary>How far a WebSocket is read ahead of a function that does not receive.</summary>
public class SocketReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task Unread_messages_are_limited(int size)
    {
        using var socket = new EndlessSocket(size);
        using var reader = new SocketReader(socket, limit: 1_000_000, TimeProvider.System, () => { });

        reader.Start();

        var ahead = socket.Count;
        Assert.InRange(ahead, 10, (UnreadParts.Limit / 32) + 1);
        Assert.InRange(ahead * size, 0, UnreadParts.Limit + 4096);

        await reader.ReceiveAsync(new byte[4096], Stop);
        await reader.ReceiveAsync(new byte[4096], Stop);

        Assert.InRange(socket.Count, ahead + 1, ahead + 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public async Task Unread_messages_are_received_in_their_order(int size)
    {
        using var socket = new EndlessSocket(size);
        using var reader = new SocketReader(socket, limit: 1_000_000, TimeProvider.System, () => { });
        reader.Start();

        var buffer = new byte[4096];
        for (var number = 1; number <= 3000; number++)
        {
            var received = await reader.ReceiveAsync(buffer, Stop);
            Assert.Equal((size, true, (byte)number), (received.Count, received.EndOfMessage, buffer[size - 1]));
        }
    }

    [Fact]
    public async Task A_part_is_received_in_pieces_if_the_buffer_is_small()
    {
        using var socket = new EndlessSocket(10);
        using var reader = new SocketReader(socket, limit: 1_000_000, TimeProvider.System, () => { });
        reader.Start();

        var pieces = new List<(int, bool)>();
        for (var i = 0; i < 4; i++)
        {
            var received = await reader.ReceiveAsync(new byte[4], Stop);
            pieces.Add((received.Count, received.EndOfMessage));
        }

        Assert.Equal([(4, false), (4, false), (2, true), (4, false)], pieces);
    }

    /// <summary>A client that has sent any number of messages. All bytes of the first one are 1, of the second one 2.</summary>
    private sealed class EndlessSocket(int size) : WebSocket
    {
        private const int Most = 100_000;

        private readonly int _size = size;
        private int _remaining = size;

        public int Count { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (Count == Most)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            var count = Math.Min(buffer.Length, _remaining);
            buffer.Span[..count].Fill((byte)(Count + 1));
            _remaining -= count;
            var isLast = _remaining == 0;
            if (isLast)
            {
                Count++;
                _remaining = _size;
            }

            return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Binary, isLast);
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
