namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>The headers of every response.</summary>
public class ResponseHeaderTests(KestrelApp development, ProductionApp production)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "GET /api/hello")]
    [InlineData(200, "HEAD /api/hello")]
    [InlineData(204, "GET /api/status?code=204")]
    [InlineData(304, "GET /api/status?code=304")]
    [InlineData(400, "GET /api/%zz")]
    [InlineData(404, "GET /nothing")]
    [InlineData(405, "DELETE /api/users/1")]
    [InlineData(413, "POST /api/limit")]
    [InlineData(500, "GET /api/throw/before")]
    [InlineData(200, "GET /healthz/live")]
    [InlineData(200, "GET /openapi/v1.json")]
    public async Task Every_response_has_nosniff_and_does_not_name_the_server(int status, string request)
    {
        foreach (var app in new App[] { development, production })
        {
            var body = new string('x', status == 413 ? 1025 : 0);
            var response = await Wire.ExchangeAsync(
                app.EndPoint,
                $"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}",
                Stop);

            Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
            Assert.Equal(1, response.Split("\r\nX-Content-Type-Options: nosniff\r\n").Length - 1);
            Assert.DoesNotContain("\r\nServer:", response, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task In_dev_OnStarting_callbacks_can_use_the_request()
    {
        using var folder = new TempFolder(("api/late.cs", """
            void GET(ApiRequest req, ApiResponse res)
            {
                var context = req.HttpContext;
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["X-Late"] = context.Request.Path.Value;
                    return Task.CompletedTask;
                });
                res.Status(204).End();
            }
            """));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        using var response = await client.GetAsync("/api/late", Stop);
        Assert.Equal(
            (204, "/api/late", "nosniff"),
            (
                (int)response.StatusCode,
                response.Headers.GetValues("X-Late").Single(),
                response.Headers.GetValues("X-Content-Type-Options").Single()));
        using var dashboard = await client.GetAsync("/_dev/nothing", Stop);
        Assert.Equal(
            ("nosniff", false),
            (dashboard.Headers.GetValues("X-Content-Type-Options").Single(), dashboard.Headers.Contains("Server")));
    }
}
