using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>How the host ends, as a process that gets signals.</summary>
public class ShutdownTests
{
    // As long as it takes, that is until a second signal.
    private const string Long = "--FileRoutes:Shutdown:Delay=3600";

    // What is in flight for as long as a test wants: it answers when its body has ended.
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
    public async Task After_SIGTERM_it_is_not_ready_answers_for_a_while_and_ends_what_is_in_flight(string environment)
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
            // A signal takes its time to arrive.
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Stop)).StatusCode);
        var answer = await Wire.ExchangeAsync(server, "GET /api/a HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);

        host.Terminate();
        await RefusedAsync(server);
        await inFlight.SendAsync("and ended", Stop);
        Assert.Contains("and ended", await inFlight.ReadToEndAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task What_ends_of_itself_does_not_wait()
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
    public async Task What_takes_longer_than_the_limit_is_cut_off(string setting)
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
                // It came in the moment in which nobody listens any more.
            }
        }
    }
}
