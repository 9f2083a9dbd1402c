using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>A development server with a folder of its own, in the process of the tests or in its own process.</summary>
internal sealed class Dev : IAsyncDisposable
{
    private readonly TempFolder? _own;
    private readonly string _root;
    private readonly IAsyncDisposable _host;
    private readonly HostLines _lines;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dev(TempFolder? own, string root, IAsyncDisposable host, HostLines lines, Uri address)
    {
        _own = own;
        _root = root;
        _host = host;
        _lines = lines;
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public string Output => _lines.Text;

    public static Task<Dev> StartAsync(params (string Path, string Text)[] files) => StartAsync([], files);

    public static async Task<Dev> StartAsync(string[] arguments, params (string Path, string Text)[] files)
    {
        var folder = new TempFolder(files);
        return await StartAsync(folder, folder, arguments);
    }

    public static Task<Dev> StartAsync(TempFolder folder, string[] arguments) => StartAsync(null, folder, arguments);

    /// <summary>Starts a process: its current folder is that of the route files, and its output has what they print.</summary>
    public static async Task<Dev> StartProcessAsync(string[] arguments, params (string Path, string Text)[] files)
    {
        var folder = new TempFolder(files);
        return await StartProcessAsync(folder, folder, arguments);
    }

    /// <inheritdoc cref="StartProcessAsync(string[], ValueTuple{string, string}[])"/>
    public static Task<Dev> StartProcessAsync(TempFolder folder, string[] arguments) => StartProcessAsync(null, folder, arguments);

    public void Write(string path, string text)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Delete(string path) => File.Delete(PathOf(path));

    public string PathOf(string path) => Path.Combine(_root, path);

    public Task<string> LineAsync(string text) => _lines.NextAsync(line => line.Contains(text, StringComparison.Ordinal));

    public async Task<string> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    public async Task<string> PostAsync(string path, string json)
    {
        using var response = await Client.PostAsync(path, new StringContent(json, MediaTypeHeaderValue.Parse("application/json")), Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    public async Task<string> AllowAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        using var response = await Client.SendAsync(request, Stop);
        return response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : "";
    }

    public async Task SeeAsync(string path, string text, HttpStatusCode status = HttpStatusCode.OK)
    {
        var last = "";
        try
        {
            await WaitAsync(async () =>
            {
                using var response = await Client.GetAsync(path, Stop);
                last = await response.Content.ReadAsStringAsync(Stop);
                var isExpected = status == HttpStatusCode.OK ? last == text : last.Contains(text, StringComparison.Ordinal);
                return response.StatusCode == status && isExpected;
            });
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            Assert.Fail($"{path} still returns {last}\n{Output}");
        }
    }

    /// <summary>Waits until a condition is true, or the time limit of the test is over.</summary>
    public static async Task WaitAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Delay(20, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        _own?.Dispose();
    }

    private static async Task<Dev> StartAsync(TempFolder? own, TempFolder folder, string[] arguments)
    {
        var host = new DevInProcess(folder.Root, arguments);
        return new Dev(own, folder.Root, host, host.Lines, await host.Lines.ListeningAsync());
    }

    private static async Task<Dev> StartProcessAsync(TempFolder? own, TempFolder folder, string[] arguments)
    {
        var host = HostProcess.Start(folder.Root, ["dev", "--urls=http://127.0.0.1:0", .. arguments]);
        return new Dev(own, folder.Root, host, host.Lines, await host.ListeningAsync());
    }
}
