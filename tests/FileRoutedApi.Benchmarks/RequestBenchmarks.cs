using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.AspNetCore.Builder;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// One request over a socket to Kestrel, answered by a route file and by the same thing written by hand. The client
/// allocates nothing, so the bytes are the server's.
/// </summary>
[MemoryDiagnoser]
[MedianColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class RequestBenchmarks
{
    private static readonly byte[] _hello = SocketClient.Get("/api/hello");
    private static readonly byte[] _pid = SocketClient.Get("/api/post/abc");
    private static readonly byte[] _missing = SocketClient.Get("/api/missing/path");
    private static readonly byte[] _echo = SocketClient.PostJson("/api/echo", """{"title":"Write a benchmark","count":3,"tags":["a","b","c"],"done":false}""");

    private BenchmarkApp? _handApp;
    private BenchmarkApp? _fileApp;
    private SocketClient? _hand;
    private SocketClient? _files;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _handApp = await BenchmarkApp.StartAsync(app =>
        {
            app.MapGet("/api/hello", () => new { message = "Hello from FileRoutedApi!" });
            app.MapGet("/api/post/{pid}", (string pid) => $"Post: {pid}");
            app.MapPost("/api/echo", (JsonElement body) => body);
        });
        _fileApp = await BenchmarkApp.StartAsync(
            app => app.MapFileRoutes(),
            ("hello.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Status(200).Json(new { message = \"Hello from FileRoutedApi!\" });"),
            ("post/[pid].cs", "void Handler(ApiRequest req, ApiResponse res)\n{\n    string pid = req.Query[\"pid\"];\n    res.End($\"Post: {pid}\");\n}"),
            ("echo.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Body);"));
        _hand = new SocketClient(_handApp.Port);
        _files = new SocketClient(_fileApp.Port);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _hand!.Dispose();
        _files!.Dispose();
        await _handApp!.DisposeAsync();
        await _fileApp!.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "MapGet")]
    [BenchmarkCategory("1 small JSON")]
    public int HelloByHand() => _hand!.Exchange(_hello);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("1 small JSON")]
    public int HelloByFile() => _files!.Exchange(_hello);

    [Benchmark(Baseline = true, Description = "MapGet")]
    [BenchmarkCategory("2 [pid]")]
    public int PidByHand() => _hand!.Exchange(_pid);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("2 [pid]")]
    public int PidByFile() => _files!.Exchange(_pid);

    [Benchmark(Baseline = true, Description = "MapPost")]
    [BenchmarkCategory("3 JSON echo")]
    public int EchoByHand() => _hand!.Exchange(_echo);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("3 JSON echo")]
    public int EchoByFile() => _files!.Exchange(_echo);

    [Benchmark(Baseline = true, Description = "by hand")]
    [BenchmarkCategory("4 404")]
    public int MissingByHand() => _hand!.Exchange(_missing);

    [Benchmark(Description = "route files")]
    [BenchmarkCategory("4 404")]
    public int MissingByFile() => _files!.Exchange(_missing);
}
