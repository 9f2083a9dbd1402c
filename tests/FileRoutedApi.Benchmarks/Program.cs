using BenchmarkDotNet.Running;
using FileRoutedApi.Benchmarks;
using FileRoutedApi.Benchmarks.Faults;
using FileRoutedApi.Benchmarks.Fuzzing;
using FileRoutedApi.Benchmarks.SideBySide;

switch (args)
{
    case ["interleaved"]:
        await Interleaved.RunAsync();
        return 0;
    case ["kept"]:
        await CachedResponses.RunAsync();
        return 0;
    case ["generators"]:
        GeneratorCost.Run();
        return 0;
    case ["dev", .. var options]:
        return await DevLoop.RunAsync(options);
    case ["log-lines", .. var options]:
        return await LogLines.RunAsync(options);
    case ["sockets", .. var options]:
        return await IdleSockets.RunAsync(options);
    case ["faults", .. var options]:
        return await FaultRun.RunAsync(options);
    case ["fuzz", .. var options]:
        return await FuzzRun.RunAsync(options);
    case ["peers", .. var options]:
        return await PeersBenchmark.RunAsync(Suite.Apis, options);
    case ["pages", .. var options]:
        return await PeersBenchmark.RunAsync(Suite.Pages, options);
    case ["page-edits", .. var options]:
        return await PageEdits.RunAsync(options);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RequestBenchmarks).Assembly).Run(args);
        return 0;
}
