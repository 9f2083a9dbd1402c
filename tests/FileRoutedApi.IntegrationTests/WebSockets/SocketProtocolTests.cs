using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Frames of RFC 6455 that clients of the framework do not send, as in the test suite of Autobahn.</summary>
public class SocketProtocolTests(KestrelApp app)
{
    private const string Path = "/api/sockets/echo";
    private static readonly byte[] _normal = SocketWire.CloseFrame(1000);
    private static readonly byte[] _ping = SocketWire.Frame(SocketWire.Ping, "p"u8.ToArray());

    private static readonly Dictionary<string, (byte[][] Sent, string[] Received)> _cases = new()
    {
        // Messages and fragments.
        ["empty text"] = ([Text(""), _normal], ["text ", "close 1000"]),
        ["text of 125 bytes"] = ([Text(new string('a', 125)), _normal], [$"text {new string('a', 125)}", "close 1000"]),
        ["text of 126 bytes"] = ([Text(new string('a', 126)), _normal], [$"text {new string('a', 126)}", "close 1000"]),
        ["binary"] = ([SocketWire.Frame(SocketWire.Binary, [0, 0xFF, 0x80]), _normal], ["binary 00FF80", "close 1000"]),
        ["fragments"] = (
            [Text("a", isLast: false), More("b", isLast: false), More("c"), _normal], ["text a", "more b", "more c", "close 1000"]),
        ["empty fragments"] = (
            [Text("", isLast: false), More("", isLast: false), More("c"), _normal], ["text ", "more c", "close 1000"]),
        ["a character of UTF-8 in two fragments"] = (
            [Frame(SocketWire.Text, [0xC3], isLast: false), Frame(SocketWire.Continuation, [0xA4]), _normal],
            ["text \uFFFD", "more \uFFFD", "close 1000"]),
        ["two messages in one packet"] = ([[.. Text("a"), .. Text("b"), .. _normal]], ["text a", "text b", "close 1000"]),

        // Pings.
        ["ping"] = ([_ping, _normal], ["pong p", "close 1000"]),
        ["ping of 125 bytes"] = (
            [Frame(SocketWire.Ping, Encoding.UTF8.GetBytes(new string('p', 125))), _normal], [$"pong {new string('p', 125)}", "close 1000"]),
        ["ping between fragments"] = (
            [Text("a", isLast: false), _ping, More("b"), _normal], ["text a", "pong p", "more b", "close 1000"]),
        ["unsolicited pong"] = ([Frame(SocketWire.Pong, []), Text("a"), _normal], ["text a", "close 1000"]),
        ["ping of 126 bytes"] = ([Frame(SocketWire.Ping, new byte[126])], ["close 1002"]),
        ["fragmented ping"] = ([Frame(SocketWire.Ping, [], isLast: false)], ["close 1002"]),

        // Close.
        ["close without a status"] = ([Frame(SocketWire.Close, [])], ["close 1000"]),
        ["close 1001"] = ([SocketWire.CloseFrame(1001)], ["close 1001"]),
        ["close 3000"] = ([SocketWire.CloseFrame(3000, "reason")], ["close 3000"]),
        ["close 4999"] = ([SocketWire.CloseFrame(4999)], ["close 4999"]),
        ["close of one byte"] = ([Frame(SocketWire.Close, [3])], ["close 1002"]),
        ["close 999"] = ([SocketWire.CloseFrame(999)], ["close 1002"]),
        ["close 1005"] = ([SocketWire.CloseFrame(1005)], ["close 1002"]),
        ["close 5000"] = ([SocketWire.CloseFrame(5000)], ["close 1002"]),
        ["close with a reason that is not UTF-8"] = ([Frame(SocketWire.Close, [3, 0xE8, 0xFF])], ["close 1002"]),
        ["message after close"] = ([_normal, Text("late")], ["close 1000"]),
        ["close within a message"] = ([Text("a", isLast: false), _normal], ["text a", "close 1000"]),

        // Invalid frames.
        ["not masked"] = ([SocketWire.Frame(SocketWire.Text, "a longer text"u8.ToArray(), isMasked: false)], ["close 1002"]),
        ["reserved bit 1"] = ([SocketWire.Frame(SocketWire.Text, [], reserved: 4)], ["close 1002"]),
        ["reserved bit 2"] = ([SocketWire.Frame(SocketWire.Text, [], reserved: 2)], ["close 1002"]),
        ["reserved bit 3"] = ([SocketWire.Frame(SocketWire.Text, [], reserved: 1)], ["close 1002"]),
        ["opcode 3"] = ([Frame(3, [])], ["close 1002"]),
        ["opcode 7"] = ([Frame(7, [])], ["close 1002"]),
        ["opcode 11"] = ([Frame(11, [])], ["close 1002"]),
        ["opcode 15"] = ([Frame(15, [])], ["close 1002"]),
        ["continuation without a beginning"] = ([More("a")], ["close 1002"]),
        ["message within a message"] = ([Text("a", isLast: false), Text("b")], ["text a", "close 1002"]),

        // UTF-8.
        ["invalid UTF-8"] = ([Frame(SocketWire.Text, [0xCE, 0xBA, 0xFF])], ["close 1007"]),
        ["surrogate"] = ([Frame(SocketWire.Text, [0xED, 0xA0, 0x80])], ["close 1007"]),
        ["overlong"] = ([Frame(SocketWire.Text, [0xC0, 0xAF])], ["close 1007"]),
        ["incomplete UTF-8"] = ([Frame(SocketWire.Text, [0xC3])], ["close 1007"]),
        ["binary that is not UTF-8"] = ([Frame(SocketWire.Binary, [0xFF]), _normal], ["binary FF", "close 1000"]),

        // The limit of the file is 100 KB.
        ["a message that is too large in one frame"] = (
            [Frame(SocketWire.Binary, new byte[(100 * 1024) + 1]), _normal], ["close 1009"]),
        ["a message that is too large in many frames"] = (
            [.. Enumerable.Range(0, 101).Select(i => Frame(i == 0 ? SocketWire.Binary : SocketWire.Continuation, new byte[1024], false)), _normal],
            ["close 1009"]),
    };

    public static TheoryData<string> Cases => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Frames_get_the_response_of_the_protocol(string name)
    {
        var (sent, received) = _cases[name];
        using var socket = await SocketWire.ConnectAsync(app.EndPoint, Path);

        foreach (var frame in sent)
        {
            await socket.SendAsync(frame);
        }

        var frames = await socket.ReadToCloseAsync();
        Assert.Equal(Ordered(received), Ordered(received is ["close 1009"] ? frames[^1..] : frames));
    }

    [Theory]
    [InlineData("text of 125 bytes")]
    [InlineData("text of 126 bytes")]
    [InlineData("fragments")]
    [InlineData("ping between fragments")]
    [InlineData("close 3000")]
    [InlineData("incomplete UTF-8")]
    public async Task Frames_may_arrive_byte_by_byte(string name)
    {
        var (sent, received) = _cases[name];
        using var socket = await SocketWire.ConnectAsync(app.EndPoint, Path);

        await socket.SendSlowlyAsync([.. sent.SelectMany(frame => frame)]);

        var frames = await socket.ReadToCloseAsync();
        Assert.Equal(string.Concat(Ordered(received).Select(Payload)), string.Concat(Ordered(frames).Select(Payload)));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "HTTP/1.1 426 ", "Sec-WebSocket-Version: 13")]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "", "HTTP/1.1 426 ", "Sec-WebSocket-Version: 13")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "short", "HTTP/1.1 400 ", "The handshake of the WebSocket is not valid.")]
    [InlineData("Connection: Upgrade", "Connection: close", "HTTP/1.1 400 ", "The handshake of the WebSocket is not valid.")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", "HTTP/1.1 426 ", "Upgrade: websocket")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c, WebSocket", "HTTP/1.1 101 ", "Upgrade: websocket")]
    [InlineData("GET ", "POST ", "HTTP/1.1 426 ", "Upgrade: websocket")]
    public async Task A_handshake_is_checked(string valid, string sent, string status, string expected)
    {
        using var wire = await Wire.ConnectAsync(app.EndPoint, TestContext.Current.CancellationToken);
        await wire.SendAsync(
            SocketWire.Handshake(Path).Replace(valid, sent, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var response = await wire.ReadUntilAsync(status.Contains("101", StringComparison.Ordinal) ? "\r\n\r\n" : "}", TestContext.Current.CancellationToken);

        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains(expected, response, StringComparison.Ordinal);
    }

    // A ping is answered at once, also while the function sends.
    private static IEnumerable<string> Ordered(string[] frames) =>
        frames.OrderBy(frame => frame.StartsWith("pong", StringComparison.Ordinal) ? 0 : 1);

    private static string Payload(string frame) => frame[(frame.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static byte[] Frame(int opcode, byte[] payload, bool isLast = true) => SocketWire.Frame(opcode, payload, isLast);

    private static byte[] Text(string text, bool isLast = true) => Frame(SocketWire.Text, Encoding.UTF8.GetBytes(text), isLast);

    private static byte[] More(string text, bool isLast = true) => Frame(SocketWire.Continuation, Encoding.UTF8.GetBytes(text), isLast);
}
