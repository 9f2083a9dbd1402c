using BenchmarkDotNet.Running;
using FileRoutedApi.Benchmarks;

if (args is ["interleaved"])
{
    await Interleaved.RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(RequestBenchmarks).Assembly).Run(args);
}
