using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Work after the response when the application stops, and when its file is replaced.</summary>
public partial class AfterShutdownTests
{
    private const string Waits = """
        void Handler(ApiRequest req, ApiResponse res)
        {
            res.After(stop => Task.Delay(Timeout.Infinite, stop));
            res.Json("sent");
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_ends_on_the_code_that_it_began_with_when_its_file_is_saved()
    {
        const string version = """
            using var resource = new Resource();
            void Handler(ApiRequest req, ApiResponse res, IConfiguration configuration)
            {
                res.After(async stop =>
                {
                    while (!File.Exists(configuration["Work:Gate"]))
                    {
                        await Task.Delay(20, stop);
                    }

                    Console.WriteLine($"work of first, disposed: {resource.IsDisposed}");
                });
                res.End("first");
            }

            class Resource : IDisposable
            {
                public bool IsDisposed { get; private set; }

                public void Dispose() => IsDisposed = true;
            }
            """;
        using var folder = new TempFolder(("api/a.cs", version));
        var gate = Path.Combine(folder.Root, "gate");
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0", $"--Work:Gate={gate}");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("first", await client.GetStringAsync("/api/a", Stop));

        await File.WriteAllTextAsync(Path.Combine(folder.Root, "api/a.cs"), version.Replace("first", "second", StringComparison.Ordinal), Stop);
        Assert.Equal("second", await client.GetStringAsync("/api/a", Stop));
        await File.WriteAllTextAsync(gate, "", Stop);

        await host.LineAsync(line => line == "work of first, disposed: False");
    }

    [Fact]
    public async Task A_graceful_shutdown_waits_for_the_work_of_a_thousand_requests_before_services_stop()
    {
        const int requests = 1000;
        using var folder = new TempFolder(
            ("api/work.cs", """
                void Handler(ApiRequest req, ApiResponse res)
                {
                    string id = req.Query["id"];
                    res.After(async stop =>
                    {
                        await Work.MayEnd.WaitAsync(stop);
                        Console.WriteLine($"done {id}");
                    });
                    res.Json("sent");
                }
                """),
            ("api/_lib/Work.cs", """
                /// <summary>Work that ends when the test has created a file.</summary>
                public sealed class Work(IConfiguration configuration) : IHostedService
                {
                    private static readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

                    public static Task MayEnd => _mayEnd.Task;

                    public Task StartAsync(CancellationToken stop)
                    {
                        _ = WatchAsync();
                        return Task.CompletedTask;
                    }

                    public Task StopAsync(CancellationToken stop)
                    {
                        Console.WriteLine("service stopped");
                        return Task.CompletedTask;
                    }

                    private async Task WatchAsync()
                    {
                        while (!File.Exists(configuration["Work:Gate"]))
                        {
                            await Task.Delay(20);
                        }

                        _mayEnd.SetResult();
                    }
                }
                """),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Work>();
                """));
        var output = await BuildAsync(folder);
        var gate = Path.Combine(folder.Root, "gate");
        await using var host = HostProcess.StartBuilt(
            output, "--Serilog:MinimumLevel:Default=Warning", "--FileRoutes:Shutdown:Delay=0", $"--Work:Gate={gate}");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await Parallel.ForAsync(0, requests, Stop, async (id, stop) => await client.GetStringAsync($"/api/work?id={id}", stop));

        host.Terminate();
        await RefusedAsync(client.BaseAddress!);
        Assert.Empty(DonePattern().Matches(host.Output));
        await File.WriteAllTextAsync(gate, "", Stop);

        Assert.Equal(0, await host.WaitForExitAsync());
        var done = DonePattern().Matches(host.Output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(0, requests), done.Order());
        Assert.True(host.Output.IndexOf("service stopped", StringComparison.Ordinal) > host.Output.LastIndexOf("done ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_shutdown_does_not_wait_for_is_counted()
    {
        using var folder = new TempFolder(("api/a.cs", Waits));
        var output = await BuildAsync(folder);
        await using var host = HostProcess.StartBuilt(output, "--FileRoutes:Shutdown:Delay=0", "--FileRoutes:Shutdown:Timeout=0.2");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        await client.GetStringAsync("/api/a", Stop);

        host.Terminate();

        await host.LineAsync(line => line.Contains("did not finish", StringComparison.Ordinal));
        await host.WaitForExitAsync();
    }

    /// <summary>Waits until the server does not accept connections.</summary>
    private static async Task RefusedAsync(Uri address)
    {
        while (true)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(address.Host, address.Port, Stop);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private static async Task<string> BuildAsync(TempFolder folder)
    {
        var output = Path.Combine(folder.Root, "out");
        var sources = ServedFolder.Open(folder.Root, [], "Production");
        Assert.Equal(0, await BuildCommand.RunAsync(sources, output, check: true, readyToRun: false, Stop));
        return output;
    }

    [GeneratedRegex(@"^done (\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex DonePattern();
}
