using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.StaticFiles;

/// <summary>Starts the same folder in each way that listens on a port, for tests that send raw requests.</summary>
internal sealed class PublicApp : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private PublicApp(IAsyncDisposable server, Uri address)
    {
        _server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = address,
        };
    }

    public static TheoryData<string> Servers => ["dev", "embedded", "built"];

    public HttpClient Client { get; }

    public System.Net.IPEndPoint EndPoint => new(System.Net.IPAddress.Loopback, Client.BaseAddress!.Port);

    /// <param name="server">One of <see cref="Servers"/>.</param>
    public static async Task<PublicApp> StartAsync(string server, TempFolder folder)
    {
        if (server == "embedded")
        {
            var app = new FolderApp(folder, kestrel: true);
            return new PublicApp(app, app.Address);
        }

        var host = server == "dev"
            ? HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0")
            : HostProcess.StartBuilt(await BuildAsync(folder));
        return new PublicApp(host, await host.ListeningAsync());
    }

    public static async Task<string> BuildAsync(TempFolder folder)
    {
        var output = Path.Combine(folder.Root, "out");
        var sources = ServedFolder.Open(folder.Root, [], "Production");
        Assert.Equal(
            0, await BuildCommand.RunAsync(sources, output, check: false, readyToRun: false, TestContext.Current.CancellationToken));
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
