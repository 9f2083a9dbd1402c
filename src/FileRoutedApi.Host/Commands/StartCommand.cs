using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;

namespace FileRoutedApi.Host.Commands;

/// <summary>Serves or checks a built folder.</summary>
internal static class StartCommand
{
    /// <summary>Creates <c>start</c> and <c>check</c>.</summary>
    public static IEnumerable<Command> Create(string[] settings)
    {
        var folder = CommonArguments.BuiltFolder();
        var start = new Command("start", "Serve a built folder. The default environment is Production.") { folder };
        var address = AddressOptions.AddTo(start);
        start.SetAction((result, stop) =>
            RunAsync(ServedFolder.OpenBuilt(result.GetValue(folder), settings), address.UrlsOf(result), stop));

        var timing = new Option<bool>("--timing") { Description = "Start once, and print how long each stage takes." };
        var check = new Command(
            "check",
            "Load and check a built folder as 'start' does, and print all errors. Neither 'Start' nor hosted services run.")
        {
            folder, timing,
        };
        check.SetAction((result, stop) =>
        {
            var built = ServedFolder.OpenBuilt(result.GetValue(folder), settings);
            return result.GetValue(timing) ? TimeAsync(built, stop) : CheckAsync(built, stop);
        });
        return [start, check];
    }

    public static Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop) =>
        HostedApplication.ServeAsync(folder, urls, source: null, stop);

    /// <summary>
    /// Loads and checks everything that a start loads, without listening. Neither <c>Start</c> of the start-up file nor hosted services
    /// run, because <c>build</c> checks its output too, often without access to the database.
    /// </summary>
    /// <exception cref="FileRoutesException">The application would not start.</exception>
    public static async Task CheckAsync(ServedFolder folder, CancellationToken stop)
    {
        await using var app = HostedApplication.Create(folder, ["--Serilog:MinimumLevel:Default=Error"], adjust: builder =>
        {
            NullServer.Use(builder);
            builder.Services.AddSingleton<FullCheck>();
        });
        await app.StartFolderAsync(folder, stop);
        await app.StopAsync(stop);
    }

    /// <summary>
    /// Starts a built folder on a free port of the loopback interface, requests its liveness probe once, and prints how long each stage
    /// took. Neither <c>Start</c> of the start-up file nor hosted services run, and no function of a file.
    /// </summary>
    /// <exception cref="FileRoutesException">The application would not start.</exception>
    public static async Task TimeAsync(ServedFolder folder, CancellationToken stop)
    {
        var times = new StartTimes();
        await using var app = HostedApplication.Create(
            folder,
            ["--Serilog:MinimumLevel:Default=Error", "--urls=http://127.0.0.1:0"],
            adjust: builder =>
            {
                NullServer.RemoveHostedServices(builder);

                // Instead of the endpoints of the section Kestrel.
                builder.WebHost.PreferHostingUrls(true);
            },
            times: times);
        await app.StartFolderAsync(folder, stop);
        times.Mark("listening");
        var address = new Uri(app.Urls.First());
        await FirstResponseAsync(address, app.Services.GetRequiredService<HostSettings>().Health, stop);
        times.Mark("first response");
        times.Print(Console.Out);
        await app.StopAsync(stop);
    }

    // Without HttpClient, whose own start would be measured too.
    private static async Task FirstResponseAsync(Uri address, HealthSettings health, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, stop);
        var request = $"GET {health.Path}/live HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), stop);
        await socket.ReceiveAsync(new byte[1024], stop);
    }
}
