namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>Forwarded headers, and the proxies that are trusted.</summary>
public class ForwardedHeaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1 http localhost")]
    [InlineData("203.0.113.7 https api.example.com", "KnownNetworks", "127.0.0.0/8")]
    [InlineData("203.0.113.7 https api.example.com", "KnownProxies", "127.0.0.1")]
    [InlineData("127.0.0.1 http localhost", "KnownProxies", "10.0.0.7")]
    [InlineData("127.0.0.1 http localhost", "KnownNetworks", "10.0.0.0/8")]
    public async Task Only_a_listed_proxy_is_trusted(string expected, string? key = null, string? value = null)
    {
        using var app = new FolderApp(
            new TempFolder(("api/who.cs", "void GET(ApiRequest req, ApiResponse res) => res.Send($\"{req.HttpContext.Connection.RemoteIpAddress} {req.HttpContext.Request.Scheme} {req.HttpContext.Request.Host.Host}\");\n")),
            key is null ? [] : [($"FileRoutes:ForwardedHeaders:{key}:0", value!)],
            kestrel: true);

        // The proxy has added the last entry. The client may have sent the entries before it.
        var answer = await Wire.ExchangeAsync(
            app.EndPoint,
            "GET /api/who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.7\r\nX-Forwarded-Proto: ftp, https\r\nX-Forwarded-Host: evil.example.com, api.example.com\r\n\r\n",
            Stop);

        Assert.EndsWith($"\r\n\r\n{expected}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_is_the_number_of_proxies_in_the_chain()
    {
        using var app = new FolderApp(
            new TempFolder(("api/who.cs", "string GET(HttpContext context) => $\"{context.Connection.RemoteIpAddress}\";\n")),
            [("FileRoutes:ForwardedHeaders:KnownProxies:0", "127.0.0.1"), ("FileRoutes:ForwardedHeaders:KnownProxies:1", "203.0.113.7"), ("FileRoutes:ForwardedHeaders:Limit", "2")],
            kestrel: true);
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.9, 198.51.100.1, 203.0.113.7");

        Assert.Equal("198.51.100.1", await client.GetStringAsync("/api/who", Stop));
    }
}
