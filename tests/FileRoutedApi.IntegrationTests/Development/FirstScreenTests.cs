using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>What the terminal shows when the development server starts, and what its keys do.</summary>
public partial class FirstScreenTests
{
    private const string Broken = "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End()\n}\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_lines_name_the_folder_the_environment_the_addresses_and_the_routes()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), ("api/b.cs", Broken));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");
        await host.LineAsync(line => line.Contains("routes ready", StringComparison.Ordinal));
        await host.LineAsync(line => line.Contains("CS1002", StringComparison.Ordinal));

        var lines = Variable().Replace(host.Output, "...").Split('\n')[..6];

        Assert.Equal(
            [
                $"FileRoutedApi {ProgramVersion.Short}",
                $"Serving {folder.Root} in Development",
                "Listening on http://127.0.0.1:...",
                "Dashboard at http://127.0.0.1:.../_dev",
                "Press Ctrl+C to stop",
                "1 of 2 routes ready in ..., 1 has errors",
            ],
            lines.Select(line => line.TrimEnd('\r')));
    }

    [Fact]
    public async Task The_next_free_port_is_used_if_the_default_one_is_taken()
    {
        // Another test or program may have the port already.
        using var first = Listen(IPAddress.Loopback, ListenAddresses.DefaultPort);
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        await using var host = HostProcess.Start(folder.Root, "dev");
        var line = await host.LineAsync(line => line.Contains("is in use", StringComparison.Ordinal));
        var address = await host.ListeningAsync();

        Assert.Equal($"Port 5000 is in use, so port {address.Port} is used instead.", line);
        Assert.InRange(address.Port, 5001, 5100);
        using var client = new HttpClient { BaseAddress = address };
        Assert.Equal("{}", await client.GetStringAsync("/api/a", Stop));
    }

    [Theory]
    [InlineData("--port", "5000")]
    [InlineData("--urls", "http://127.0.0.1:5000")]
    [InlineData("--http_ports=5000")]
    [InlineData("--Kestrel:Endpoints:A:Url=http://127.0.0.1:5000")]
    public async Task FRA3005_a_port_that_the_user_has_named_is_not_replaced(params string[] arguments)
    {
        using var first = Listen(IPAddress.Loopback, ListenAddresses.DefaultPort);
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, ["dev", .. arguments]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3005: The server cannot listen: another process listens on http://", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_uses_the_development_certificate()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET(HttpContext context) => context.Request.Scheme;\n"));

        // A home directory of its own, so that the certificate of this machine stays as it is.
        var home = new Dictionary<string, string?> { ["HOME"] = folder.Root, ["DOTNET_CLI_HOME"] = folder.Root };
        var create = new System.Diagnostics.ProcessStartInfo("dotnet", ["dev-certs", "https"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in home)
        {
            create.Environment[name] = value;
        }

        await using (var creating = HostProcess.Start(create))
        {
            Assert.Equal(0, await creating.WaitForExitAsync());
        }

        await using var host = HostProcess.Start(folder.Root, home, "dev", "--https", "--port", "0");
        var address = await host.ListeningAsync();

        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=localhost",
        };
        using var client = new HttpClient(handler) { BaseAddress = address };
        Assert.Equal("https", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("https", address.Scheme);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "Listening on http://127.0.0.1:5080\nDashboard at http://127.0.0.1:5080/_dev\n")]
    [InlineData(
        "http://[::]:5080",
        "Listening on http://[::]:5080 (http://localhost:5080 on this machine)\nDashboard at http://localhost:5080/_dev\n")]
    [InlineData(
        "http://0.0.0.0:80",
        "Listening on http://0.0.0.0:80 (http://localhost:80 on this machine)\nDashboard at http://localhost:80/_dev\n")]
    public void An_address_for_all_addresses_of_the_machine_is_shown_as_a_browser_opens_it(string address, string expected)
    {
        var (terminal, output) = Terminal();

        terminal.Listening(Features(address));

        Assert.Contains(expected, output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('o', "open http://localhost:5080")]
    [InlineData('O', "open http://localhost:5080")]
    [InlineData('d', "open http://localhost:5080/_dev")]
    [InlineData('r', "restart")]
    [InlineData('q', "quit")]
    [InlineData('x', "")]
    public void Keys_of_the_terminal_control_the_server(char key, string expected)
    {
        var (terminal, _) = Terminal();
        terminal.Listening(Features("http://[::]:5080"));
        var done = "";
        var shortcuts = new Shortcuts(terminal, () => done += "restart", () => done += "quit", address =>
        {
            done += $"open {address}";
            return true;
        });

        shortcuts.Press(key);

        Assert.Equal(expected, done);
    }

    [Fact]
    public void The_key_h_lists_the_keys()
    {
        var (terminal, output) = Terminal();
        terminal.HasShortcuts = true;
        terminal.Listening(Features("http://localhost:5080"));
        new Shortcuts(terminal, Ignore, Ignore, _ => true).Press('h');

        Assert.EndsWith(
            """
            Press Ctrl+C to stop, h to show all shortcuts

              o  open http://localhost:5080 in the browser
              d  open the dashboard
              r  restart the application
              q  quit
              h  show these shortcuts


            """.ReplaceLineEndings("\n"),
            output.ToString().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_browser_the_address_is_printed()
    {
        var (terminal, output) = Terminal();
        terminal.Listening(Features("http://localhost:5080"));
        new Shortcuts(terminal, Ignore, Ignore, _ => false).Press('o');

        Assert.EndsWith(
            "No browser was found. Open http://localhost:5080 yourself.", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    private static void Ignore()
    {
    }

    private static (DevTerminal Terminal, StringWriter Output) Terminal()
    {
        var output = new StringWriter();
        return (new DevTerminal(output, new TerminalStyle(colours: false), "/folder") { HasDashboard = true }, output);
    }

    private static FeatureCollection Features(string address)
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add(address);
        var features = new FeatureCollection();
        features.Set<IServerAddressesFeature>(addresses);
        return features;
    }

    private static TcpListener? Listen(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private sealed class ServerAddressesFeature : IServerAddressesFeature
    {
        public ICollection<string> Addresses { get; } = [];

        public bool PreferHostingUrls { get; set; }
    }

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+|[0-9.]+ m?s\b")]
    private static partial Regex Variable();
}
