using BenchmarkDotNet.Running;
using FileRoutedApi.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(RequestBenchmarks).Assembly).Run(args);
