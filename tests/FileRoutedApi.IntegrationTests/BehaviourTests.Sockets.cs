using System.Net;
using System.Net.WebSockets;

namespace FileRoutedApi.IntegrationTests;

/// <content>WebSockets: the function SOCKET. The protocol itself is tested in <see cref="SocketProtocolTests"/>.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("/api/sockets/echo", "hello", "hello")]
    [InlineData("/api/sockets/echo", "", "")]
    [InlineData("/api/sockets/streams", "[1,2,39]", "42")]
    [InlineData("/api/sockets/guarded/echo?token=secret", "hi", "hi")]
    public async Task A_SOCKET_receives_and_sends_messages(string path, string sent, string received)
    {
        using var socket = await app.ConnectAsync(path);

        await socket.SendTextAsync(sent);

        Assert.Equal(received, await socket.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("/api/sockets/rooms/blue%20room?take=3&more=less", "blue room 3 tester less True")]
    [InlineData("/api/sockets/both", "socket")]
    [InlineData("/api/sockets/handler", "socket")]
    [InlineData("/site/socket", "app")]
    public async Task A_SOCKET_that_returns_is_closed_with_1000(string path, string received)
    {
        using var socket = await app.ConnectAsync(path, ("X-Name", "tester"));

        Assert.Equal(received, await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_message_of_many_parts_arrives_as_one()
    {
        using var socket = await app.ConnectAsync("/api/sockets/echo");
        var text = string.Concat(Enumerable.Range(0, 5000).Select(number => $"{number} "));

        foreach (var part in text.Chunk(700))
        {
            await socket.SendAsync(part.Select(character => (byte)character).ToArray(), WebSocketMessageType.Text, false, Stop);
        }

        await socket.SendTextAsync("end");

        Assert.Equal(text + "end", await socket.ReceiveTextAsync());
    }

    [Theory]
    [InlineData(new[] { "v1", "v2" }, "v2")]
    [InlineData(new[] { "v1" }, "v1")]
    [InlineData(new[] { "v3" }, null)]
    [InlineData(new string[0], null)]
    public async Task The_first_supported_subprotocol_is_selected(string[] offered, string? selected)
    {
        using var socket = await app.ConnectAsync("/api/sockets/echo", [.. offered.Select(name => ("Sec-WebSocket-Protocol", name))]);

        Assert.Equal(selected, socket.SubProtocol);
    }

    [Theory]
    [InlineData(1000, "done")]
    [InlineData(1008, "policy")]
    [InlineData(4321, "own")]
    public async Task A_SOCKET_closes_with_its_own_status(int status, string reason)
    {
        using var socket = await app.ConnectAsync($"/api/sockets/closes?status={status}&reason={reason}");

        Assert.Equal((WebSocketCloseStatus)status, await socket.ReceiveCloseAsync());
        Assert.Equal(reason, socket.CloseStatusDescription);
    }

    [Fact]
    public async Task The_status_of_the_client_is_repeated()
    {
        using var socket = await app.ConnectAsync("/api/sockets/echo");

        await socket.CloseAsync((WebSocketCloseStatus)4000, "bye", Stop);

        Assert.Equal((WebSocketCloseStatus)4000, socket.CloseStatus);
    }

    [Fact]
    public async Task An_exception_closes_with_1011_and_is_logged_but_not_sent()
    {
        using var socket = await app.ConnectAsync("/api/sockets/throws");

        Assert.Equal("before", await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.InternalServerError, await socket.ReceiveCloseAsync());
        Assert.Equal("", socket.CloseStatusDescription ?? "");
        var logged = await app.Logs.WaitForAsync(log => log.Exception?.Message == "a secret of a socket");
        Assert.Equal("\"api/sockets/throws.cs\"", logged.Properties["SourceContext"].ToString());
    }

    [Fact]
    public async Task A_function_that_only_sends_is_cancelled_when_the_client_closes()
    {
        var id = $"{Guid.NewGuid():N}";
        using var socket = await app.ConnectAsync($"/api/sockets/pushes?id={id}");
        Assert.Equal("ready", await socket.ReceiveTextAsync());

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);

        Assert.Equal("cancelled", await _client.GetStringAsync($"/api/sockets/pushed?id={id}", Stop));
    }

    [Fact]
    public async Task A_message_that_is_too_large_closes_with_1009()
    {
        using var socket = await app.ConnectAsync("/api/sockets/echo");
        await socket.SendTextAsync(new string('a', 100 * 1024));
        Assert.Equal(100 * 1024, (await socket.ReceiveTextAsync()).Length);

        await socket.SendTextAsync(new string('a', (100 * 1024) + 1));

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await socket.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("GET", "/api/sockets/echo", 426)]
    [InlineData("HEAD", "/api/sockets/echo", 426)]
    [InlineData("POST", "/api/sockets/echo", 426)]
    [InlineData("OPTIONS", "/api/sockets/echo", 204, "GET, OPTIONS")]
    [InlineData("GET", "/api/sockets/of/it", 426)]
    [InlineData("GET", "/api/sockets/of/other", 200)]
    [InlineData("GET", "/api/sockets/both", 200)]
    [InlineData("HEAD", "/api/sockets/both", 200)]
    [InlineData("POST", "/api/sockets/both", 200)]
    [InlineData("PUT", "/api/sockets/both", 405, "GET, HEAD, OPTIONS, POST")]
    [InlineData("PUT", "/api/sockets/handler", 200)]
    [InlineData("GET", "/api/sockets/posted", 426)]
    [InlineData("PUT", "/api/sockets/posted", 405, "GET, OPTIONS, POST")]
    [InlineData("GET", "/api/sockets/guarded/echo", 401)]
    [InlineData("POST", "/api/sockets/guarded/echo", 401)]
    [InlineData("GET", "/api/sockets/rooms/x?take=100", 426)]
    public async Task Other_requests_do_not_reach_a_SOCKET(string method, string path, int status, string allow = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal(status == 426 ? "websocket" : "", string.Join(", ", response.Headers.Upgrade));
    }

    [Theory]
    [InlineData("/api/sockets/rooms/x", HttpStatusCode.BadRequest)]
    [InlineData("/api/sockets/rooms/x?take=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/sockets/rooms/x?take=11", HttpStatusCode.BadRequest)]
    [InlineData("/api/sockets/guarded/echo", HttpStatusCode.Unauthorized)]
    [InlineData("/api/sockets/guarded/echo?token=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/api/sockets/of/other", HttpStatusCode.OK)]
    public async Task A_request_for_a_WebSocket_gets_the_response_of_what_runs_before(string path, HttpStatusCode status) =>
        Assert.Equal((int)status, await app.RejectedAsync(path));

    [Theory]
    [InlineData("echo", "", 101)]
    [InlineData("echo", "own", 101)]
    [InlineData("echo", "https://attacker.example", 403)]
    [InlineData("echo", "null", 403)]
    [InlineData("echo", "https://localhost.attacker.example", 403)]
    [InlineData("cors/folder", "https://folder.example", 101)]
    [InlineData("cors/folder", "https://sub.wild.example", 101)]
    [InlineData("cors/folder", "own", 101)]
    [InlineData("cors/folder", "https://folder.example:444", 403)]
    [InlineData("cors/folder", "http://folder.example", 403)]
    [InlineData("cors/folder", "https://attacker.example", 403)]
    [InlineData("cors/file", "https://file.example", 101)]
    [InlineData("cors/file", "https://folder.example", 403)]
    [InlineData("cors/any", "https://attacker.example", 101)]
    [InlineData("cors/any", "null", 101)]
    public async Task Only_pages_of_allowed_origins_open_a_WebSocket(string file, string origin, int status)
    {
        var own = new Uri(_client.BaseAddress!, "/").GetLeftPart(UriPartial.Authority);
        (string, string)[] headers = origin.Length == 0 ? [] : [("Origin", origin == "own" ? own : origin)];

        Assert.Equal(status, await app.HandshakeAsync($"/api/sockets/{file}", headers));
    }

    [Fact]
    public async Task A_rate_limit_counts_WebSockets_before_they_are_accepted()
    {
        var path = "/api/sockets/guarded/limited?token=secret";

        var (first, second) = (await app.HandshakeAsync(path), await app.HandshakeAsync(path));

        Assert.Equal((101, 429), (first, second));
    }
}
