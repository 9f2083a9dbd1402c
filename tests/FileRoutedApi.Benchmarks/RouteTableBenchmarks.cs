using BenchmarkDotNet.Attributes;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Benchmarks;

/// <summary>Building the route table and matching against it.</summary>
[MemoryDiagnoser]
[MedianColumn]
public class RouteTableBenchmarks
{
    private static readonly RequestPath _static = RequestPath.TryParse("/api/area2/thing2/list")!;
    private static readonly RequestPath _dynamic = RequestPath.TryParse("/api/area2/thing2/some-id")!;

    private string[] _paths = [];
    private RouteTable? _table;

    [Params(10, 1_000, 10_000)]
    public int Files { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _paths = [.. Enumerable.Range(0, Files).Select(i => $"api/area{i / 2 % 50}/thing{i / 2}/{(i % 2 == 0 ? "list" : "[id]")}.cs")];
        _table = Build();
        if (_table.Diagnostics.Count > 0)
        {
            throw new InvalidOperationException(_table.Diagnostics[0].ToString());
        }
    }

    [Benchmark]
    public object Build_table() => Build();

    [Benchmark]
    public object? Match_static() => _table!.Match(_static);

    [Benchmark]
    public object? Match_dynamic() => _table!.Match(_dynamic);

    private RouteTable Build() => RouteTable.Create(_paths, RouteTableOptions.Default);
}
