using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// One request over a socket to Kestrel, handled by a route file and by the equivalent minimal API. The client
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
    private static readonly byte[] _echo = SocketClient.PostJson(
        "/api/echo", """{"title":"Write a benchmark","count":3,"tags":["a","b","c"],"done":false}""");

    private static readonly byte[] _user = SocketClient.Get("/api/users/42");
    private static readonly byte[] _result = SocketClient.Get("/api/results/42");
    private static readonly byte[] _order = SocketClient.PostJson("/api/orders", """{"name":"Ada","count":3}""");

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
            app.MapGet("/api/users/{id}", (int id) => new User(id));
            app.MapGet(
                "/api/results/{id}",
                Results<Ok<Order>, NotFound> (int id) => id > 0 ? TypedResults.Ok(new Order("Ada", id)) : TypedResults.NotFound());
            var validator = new OrderValidator();
            app.MapPost("/api/orders", (Order order) => order).AddEndpointFilter(async (context, next) =>
            {
                var result = await validator.ValidateAsync(context.GetArgument<Order>(0), context.HttpContext.RequestAborted);
                return result.IsValid ? await next(context) : TypedResults.ValidationProblem(result.ToDictionary());
            });
        });
        _fileApp = await BenchmarkApp.StartAsync(
            app => app.MapFileRoutes(),
            ("hello.cs", """
                void Handler(ApiRequest req, ApiResponse res) => res.Status(200).Json(new { message = "Hello from FileRoutedApi!" });
                """),
            ("post/[pid].cs", """
                void Handler(ApiRequest req, ApiResponse res)
                {
                    string pid = req.Query["pid"];
                    res.End($"Post: {pid}");
                }
                """),
            ("users/[id].cs", "User GET(int id) => new(id);\nrecord User(int Id);"),
            ("results/[id].cs", """
                using Microsoft.AspNetCore.Http.HttpResults;
                Results<Ok<Order>, NotFound> GET(int id) => id > 0 ? TypedResults.Ok(new Order("Ada", id)) : TypedResults.NotFound();
                record Order(string Name, int Count);
                """),
            ("orders.cs", """
                using FluentValidation;
                Order POST(Order order) => order;
                record Order(string Name, int Count);
                class OrderValidator : AbstractValidator<Order>
                {
                    public OrderValidator()
                    {
                        RuleFor(order => order.Name).NotEmpty().MaximumLength(100);
                        RuleFor(order => order.Count).GreaterThan(0);
                    }
                }
                """),
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

    [Benchmark(Baseline = true, Description = "MapGet")]
    [BenchmarkCategory("5 route value")]
    public int UserByHand() => _hand!.Exchange(_user);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("5 route value")]
    public int UserByFile() => _files!.Exchange(_user);

    [Benchmark(Baseline = true, Description = "MapPost and a filter")]
    [BenchmarkCategory("6 validated body")]
    public int OrderByHand() => _hand!.Exchange(_order);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("6 validated body")]
    public int OrderByFile() => _files!.Exchange(_order);

    [Benchmark(Baseline = true, Description = "MapGet")]
    [BenchmarkCategory("7 TypedResults")]
    public int ResultByHand() => _hand!.Exchange(_result);

    [Benchmark(Description = "route file")]
    [BenchmarkCategory("7 TypedResults")]
    public int ResultByFile() => _files!.Exchange(_result);

    private sealed record User(int Id);

    private sealed record Order(string Name, int Count);

    private sealed class OrderValidator : AbstractValidator<Order>
    {
        public OrderValidator()
        {
            RuleFor(order => order.Name).NotEmpty().MaximumLength(100);
            RuleFor(order => order.Count).GreaterThan(0);
        }
    }
}
