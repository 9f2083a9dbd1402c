using System.Net.Sockets;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A server on a Unix socket: trusted headers, rate limits for each client, and the probe.</summary>
public class UnixSocketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A socket has no address, so only its own name trusts it. A list of addresses does not include it.</summary>
    [Theory]
    [InlineData("unix", "203.0.113.7 https 1", "203.0.113.8 https 1")]
    [InlineData("UNIX", "203.0.113.7 https 1", "203.0.113.8 https 1")]
    [InlineData("127.0.0.1", " http 1", "429")]
    [InlineData(null, " http 1", "429")]
    public async Task Clients_of_a_named_socket_are_distinguished(string? proxy, string first, string second)
    {
        using var folder = new TempFolder(
            ("api/who.cs", """
                var config = new RouteConfig { RateLimit = { Permits = 1, Window = 3600 } };
                void GET(ApiRequest req, ApiResponse res) =>
                    res.Send($"{req.HttpContext.Connection.RemoteIpAddress} {req.HttpContext.Request.Scheme} 1");
                """));
        var socket = Path.Combine(folder.Root, "s");
        string[] trusted = proxy is null ? [] : [$"--FileRoutes:ForwardedHeaders:KnownProxies:0={proxy}"];
        await using var host = HostProcess.Start(folder.Root, ["dev", $"--urls=http://unix:{socket}", .. trusted]);
        await host.LineAsync(line => line.Contains("ready in", StringComparison.Ordinal));

        Assert.Equal((first, second), (await GetAsync(socket, "203.0.113.7"), await GetAsync(socket, "203.0.113.8")));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "health", $"http://unix:{socket}:/healthz/ready")).ExitCode);
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "health", $"http://unix:{socket}")).ExitCode);
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "health", $"--urls=http://unix:{socket}")).ExitCode);
    }

    [Fact]
    public async Task Clients_of_a_socket_do_not_see_exceptions_in_Development()
    {
        using var folder = new TempFolder(("api/who.cs", "string GET() => throw new InvalidOperationException(\"secret\");\n"));
        var socket = Path.Combine(folder.Root, "s");
        await using var host = HostProcess.Start(folder.Root, ["dev", $"--urls=http://unix:{socket}"]);
        await host.LineAsync(line => line.Contains("ready in", StringComparison.Ordinal));

        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) => new NetworkStream(await ConnectAsync(socket, stop), ownsSocket: true),
            });
        using var error = await client.GetAsync("http://localhost/api/who", Stop);
        using var dashboard = await client.GetAsync("http://localhost/_dev", Stop);

        Assert.Equal((500, 404), ((int)error.StatusCode, (int)dashboard.StatusCode));
        Assert.DoesNotContain("secret", await error.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_not_trusted_where_only_the_socket_is()
    {
        using var app = new FolderApp(
            new TempFolder(("api/who.cs", """
                string GET(HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}";
                """)),
            [("FileRoutes:ForwardedHeaders:KnownProxies:0", "unix")],
            kestrel: true);
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.Equal("127.0.0.1 http", await client.GetStringAsync("/api/who", Stop));
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
        return socket;
    }

    /// <returns>The body of a 200, or another status.</returns>
    private static async Task<string> GetAsync(string path, string client)
    {
        await using var stream = new NetworkStream(await ConnectAsync(path, Stop), ownsSocket: true);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + $"X-Forwarded-For: {client}\r\nX-Forwarded-Proto: https\r\n\r\n"),
            Stop);
        using var reader = new StreamReader(stream);
        var response = await reader.ReadToEndAsync(Stop);
        return response.Split(' ')[1] is "200"
            ? response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]
            : response.Split(' ')[1];
    }
}
