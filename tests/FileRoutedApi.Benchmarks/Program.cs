using BenchmarkDotNet.Running;
using FileRoutedApi.Benchmarks;
using FileRoutedApi.Benchmarks.Faults;

switch (args)
{
    case ["interleaved"]:
        await Interleaved.RunAsync();
        return 0;
    case ["dev", .. var options]:
        return await DevLoop.RunAsync(options);
    case ["faults", .. var options]:
        return await FaultRun.RunAsync(options);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RequestBenchmarks).Assembly).Run(args);
        return 0;
}
