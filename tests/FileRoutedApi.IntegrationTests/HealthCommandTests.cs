using FileRoutedApi.Host.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The command <c>health</c>, which requests the readiness probe of another process.</summary>
public class HealthCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/ok", 0, "")]
    [InlineData("/created", 1, ": 201")]
    [InlineData("/moved", 1, ": 302")]
    [InlineData("/unavailable", 1, ": 503")]
    public async Task Only_200_is_ready(string path, int expected, string end)
    {
        await using var server = await ServeAsync();
        var url = $"{server.Urls.Single()}{path}";

        // The proxy of the environment must not be used.
        var (exitCode, output, errors) = await HostProcess.RunAsync(
            Path.GetTempPath(), new Dictionary<string, string?> { ["http_proxy"] = "http://127.0.0.1:1" }, "health", url);

        Assert.Equal(expected, exitCode);
        Assert.Equal("", output);
        Assert.Equal(expected == 0 ? "" : $"{url}{end}", errors.Trim());
    }

    [Fact]
    public async Task A_refused_connection_is_reported_in_one_line()
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(Path.GetTempPath(), "health", "http://127.0.0.1:1/healthz/ready");

        Assert.Equal(1, exitCode);
        Assert.Single(errors.Trim().Split('\n'), line => line.StartsWith("http://127.0.0.1:1/healthz/ready: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_that_does_not_arrive_in_time_is_not_ready()
    {
        await using var server = await ServeAsync();

        Assert.Equal(
            "no response within 0.2 s", await HealthCommand.RequestAsync($"{server.Urls.Single()}/never", TimeSpan.FromSeconds(0.2), Stop));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("ftp://127.0.0.1/ready")]
    public async Task An_invalid_URL_is_wrong_usage(string url)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(Path.GetTempPath(), "health", url);

        Assert.Equal(2, exitCode);
        Assert.Contains($"'{url}' is not a valid URL", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/healthz/ready")]
    [InlineData("http://127.0.0.1:8081/healthz/ready", "http_ports=8081;8082")]
    [InlineData("http://127.0.0.1:5000/healthz/ready", "http_ports=8081", "urls=http://localhost:5000")]
    [InlineData("http://127.0.0.1:5001/healthz/ready", "urls=https://*:5443;http://*:5001")]
    [InlineData("http://127.0.0.1:5002/healthz/ready", "urls=http://0.0.0.0:5002")]
    [InlineData("http://127.0.0.1:5003/healthz/ready", "urls=http://[::]:5003")]
    [InlineData("http://127.0.0.2:5004/healthz/ready", "urls=http://127.0.0.2:5004")]
    [InlineData("http://[::1]:5005/healthz/ready", "urls=http://[::1]:5005")]
    [InlineData("http://127.0.0.1:80/healthz/ready", "urls=http://+")]
    [InlineData("http://127.0.0.1:7000/healthz/ready", "urls=http://*:5000", "Kestrel:Endpoints:A:Url=http://*:7000")]
    [InlineData("http://127.0.0.1:5000/probe/ready", "FileRoutes:Health:Path=/probe")]
    [InlineData("http://127.0.0.1:5000/healthz/ready", "http_ports=", "urls=")]
    [InlineData("http://unix:/run/api.sock:/healthz/ready", "urls=http://unix:/run/api.sock")]
    [InlineData("http://unix:/run/api.sock:/probe/ready", "urls=https://*:5443;http://unix:/run/api.sock", "FileRoutes:Health:Path=/probe")]
    [InlineData("http://unix:/run/api.sock:/healthz/ready", "Kestrel:Endpoints:A:Url=http://unix:/run/api.sock")]
    [InlineData(null, "urls=https://*:5443")]
    [InlineData(null, "https_ports=8443")]
    [InlineData(null, "Kestrel:Endpoints:A:Url=https://*:7000")]
    public void The_default_URL_is_that_of_a_server_with_the_same_settings(string? expected, params string[] settings) =>
        Assert.Equal(expected, HealthCommand.UrlOf(new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build()));

    [Theory]
    [InlineData(":/ok", 0)]
    [InlineData(":/unavailable", 1)]
    [InlineData("", 0)]
    public async Task A_unix_socket_can_be_requested(string path, int expected)
    {
        using var folder = new TempFolder();
        var socket = $"http://unix:{Path.Combine(folder.Root, "api.sock")}";
        await using var server = await ServeAsync(socket);

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "health", $"{socket}{path}");

        Assert.Equal((expected, expected == 0 ? "" : $"{socket}{path}: 503"), (exitCode, errors.Trim()));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "health", "--urls", socket)).ExitCode);
    }

    [Theory]
    [InlineData("http://unix:/nowhere/api.sock", "http://unix:/nowhere/api.sock: ")]
    [InlineData("http://unix:/nowhere/api.sock:/ok", "http://unix:/nowhere/api.sock:/ok: ")]
    public async Task A_socket_without_a_server_is_reported_in_one_line(string url, string start)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(Path.GetTempPath(), "health", url);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(start, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_without_an_http_address_are_reported()
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(Path.GetTempPath(), "health", "--urls", "https://*:5443");

        Assert.Equal((1, true), (exitCode, errors.StartsWith("The settings have no http address", StringComparison.Ordinal)));
    }

    private static async Task<WebApplication> ServeAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/ok", () => "Healthy");
        app.MapGet("/healthz/ready", () => "Healthy");
        app.MapGet("/created", () => Results.Created());
        app.MapGet("/moved", () => Results.Redirect("/ok"));
        app.MapGet("/unavailable", () => Results.StatusCode(503));
        app.MapGet("/never", (CancellationToken aborted) => Task.Delay(Timeout.Infinite, aborted));
        await app.StartAsync(Stop);
        return app;
    }
}
