using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>Graceful shutdown of the host process on signals.</summary>
public class ShutdownTests
{
    // Only a second signal ends this delay.
    private const string Long = "--FileRoutes:Shutdown:Delay=3600";

    // A request to this handler is in flight until the test completes the body.
    private const string Waits = """
        var config = new RouteConfig { Api = { BodyParser = false } };
        async Task POST(ApiRequest req, ApiResponse res)
        {
            await res.WriteAsync("begun ");
            await res.FlushAsync();
            using var reader = new StreamReader(req.HttpContext.Request.Body);
            res.End(await reader.ReadToEndAsync());
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task After_SIGTERM_the_host_is_not_ready_accepts_requests_for_a_delay_and_completes_those_in_flight(string environment)
    {
        using var folder = new TempFolder(("api/waits.cs", Waits), ("api/a.cs", TempFolder.Handler));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", $"--environment={environment}", Long);
        var address = await host.ListeningAsync();
        var server = new IPEndPoint(IPAddress.Loopback, address.Port);
        using var inFlight = await Wire.ConnectAsync(server, Stop);
        await inFlight.SendAsync("POST /api/waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", Stop);
        await inFlight.ReadUntilAsync("begun ", Stop);

        host.Terminate();
        using var client = new HttpClient { BaseAddress = address };
        while ((await client.GetAsync("/healthz/ready", Stop)).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            // The signal has not arrived yet.
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Stop)).StatusCode);
        var response = await Wire.ExchangeAsync(server, "GET /api/a HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);

        host.Terminate();
        await RefusedAsync(server);
        await inFlight.SendAsync("and ended", Stop);
        Assert.Contains("and ended", await inFlight.ReadToEndAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task A_host_that_stops_by_itself_does_not_wait()
    {
        using var folder = new TempFolder(("api/stop.cs", "void POST(IHostApplicationLifetime lifetime) => lifetime.StopApplication();\n"));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", "--environment=Production", Long);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        await client.PostAsync("/api/stop", null, Stop);

        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Theory]
    [InlineData("--FileRoutes:Shutdown:Timeout=0")]
    [InlineData("--shutdownTimeoutSeconds=0")]
    public async Task A_request_that_takes_longer_than_the_timeout_is_aborted(string setting)
    {
        using var folder = new TempFolder(("api/waits.cs", Waits));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", setting);
        using var inFlight = await Wire.ConnectAsync(new IPEndPoint(IPAddress.Loopback, (await host.ListeningAsync()).Port), Stop);
        await inFlight.SendAsync("POST /api/waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", Stop);
        await inFlight.ReadUntilAsync("begun ", Stop);

        host.Terminate();

        Assert.DoesNotContain("\r\n0\r\n", await inFlight.ReadToEndAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    private static async Task RefusedAsync(IPEndPoint server)
    {
        while (true)
        {
            try
            {
                using var wire = await Wire.ConnectAsync(server, Stop);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return;
            }
            catch (SocketException)
            {
                // The server has stopped listening during the attempt.
            }
        }
    }
}
