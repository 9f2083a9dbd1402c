using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>A client that disconnects is not an error of the application, so it is not logged as one.</summary>
public class AbortedRequestTests
{
    private static readonly (string, string)[] _files =
    [
        ("api/json.cs", "async Task Handler(ApiRequest req, ApiResponse res) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "await Gone.Wait(req.HttpContext); res.Json(new { a = 1 }); }\n"),
        ("api/text.cs", "async Task<string> GET(HttpContext context) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "await Gone.Wait(context); return \"text\"; }\n"),
        ("api/length.cs", "async Task GET(HttpContext context) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "await Gone.Wait(context); context.Response.ContentLength = 5; await context.Response.WriteAsync(\"hello\"); }\n"),
        ("api/token.cs", "async Task<string> GET(CancellationToken stop) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "await Task.Delay(Timeout.Infinite, stop); return \"text\"; }\n"),
        ("api/stream.cs", "async Task Handler(ApiRequest req, ApiResponse res) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "await Gone.Wait(req.HttpContext); res.Send(new MemoryStream(new byte[3_000_000])); }\n"),
        ("api/problem.cs", "async Task Handler(ApiRequest req, ApiResponse res) { "
            + "await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); await Gone.Wait(req.HttpContext); "
            + "throw new ApiException(409, \"x\"); }\n"),
        ("api/body.cs", "async Task<string> POST(HttpContext context) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "using var reader = new StreamReader(context.Request.Body); return await reader.ReadToEndAsync(); }\n"),
        ("api/read/_middleware.cs", "async Task Middleware(HttpContext context, Next next) { await File.WriteAllTextAsync(\"FOLDER/entered\", \"\"); "
            + "using var reader = new StreamReader(context.Request.Body); await reader.ReadToEndAsync(); await next(); }\n"),
        ("api/read/first.cs", "string POST() => \"\";\n"),
        ("api/_lib/Gone.cs", "static class Gone { public static Task Wait(HttpContext context) { "
            + "var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); "
            + "context.RequestAborted.Register(() => gone.SetResult()); return gone.Task; } }\n"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Requests => new()
    {
        { "GET", "json" }, { "GET", "text" }, { "GET", "length" }, { "GET", "token" }, { "GET", "stream" }, { "GET", "problem" },
        { "POST", "body" }, { "POST", "read/first" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_development_server_logs_no_error(string method, string file)
    {
        using var folder = Create();
        await using var dev = await Dev.StartAsync(folder, []);
        await dev.LineAsync("ready in");

        await AbortAsync(folder, dev.Client.BaseAddress!.Port, method, file);

        // The request is logged when it completes.
        await dev.LineAsync($"/api/{file} ");
        Assert.DoesNotContain("error", dev.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_server_in_Production_logs_no_error(string method, string file)
    {
        var folder = Create();
        using var app = new FolderApp(folder, environment: "Production", kestrel: true);

        await AbortAsync(folder, app.Address.Port, method, file);

        await app.DisposeAsync();

        // Kestrel may warn that it could not read the rest of a body.
        var errors = string.Join("\n", app.Logs.Errors);
        Assert.True(errors.Length == 0, errors);
    }

    private static TempFolder Create()
    {
        var folder = new TempFolder(_files);
        foreach (var (path, text) in _files)
        {
            File.WriteAllText(Path.Combine(folder.Root, path), text.Replace("FOLDER", folder.Root, StringComparison.Ordinal));
        }

        return folder;
    }

    /// <summary>Sends a request and resets the connection as soon as the handler is entered.</summary>
    private static async Task AbortAsync(TempFolder folder, int port, string method, string file)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Stop);
        var body = method == "POST" ? "Content-Length: 100\r\n\r\n{" : "\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{method} /api/{file} HTTP/1.1\r\nHost: localhost\r\n{body}"), Stop);
        await Dev.WaitAsync(() => Task.FromResult(File.Exists(Path.Combine(folder.Root, "entered"))));
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
