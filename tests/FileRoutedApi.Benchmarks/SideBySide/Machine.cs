using System.Runtime.InteropServices;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The machine on which the figures were measured.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync(CancellationToken stop)
    {
        var processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1];
        var system = File.ReadLines("/etc/os-release")
            .FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?.Split('"')[1];
        var node = await ChildProcess.FirstLineAsync("node", "--version", stop);
        var wrk = await ChildProcess.FirstLineAsync("wrk", "--version", stop);
        return $"{Environment.ProcessorCount} cores of {processor ?? "an unknown processor"}, {system ?? RuntimeInformation.OSDescription}, "
            + $".NET {Environment.Version}, Node {node ?? "none"}, {wrk?.Split(" [")[0]}";
    }
}
