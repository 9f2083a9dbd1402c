using System.Globalization;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// The development loop: how long until the first answer after a start, and until the new answer after an edit, beside
/// the same app on other development servers. The servers take turns, so that all of them see the same machine.
/// </summary>
internal static class DevLoop
{
    // A server that never shows an edit would otherwise cost its longest wait fifty times.
    private const int MostUnanswered = 3;

    // Nobody saves twice within it, and what a server does after an answer is over.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(string[] args)
    {
        if (DevLoopOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(DevLoopOptions.Usage);
            return 2;
        }

        Directory.CreateDirectory(options.Folder);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var node = options.Peers.Length == 0 ? null : await ChildProcess.FirstLineAsync("node", "--version", stop.Token);
        var peers = await PreparePeersAsync(options, node is not null, stop.Token);
        string[] absent = node is null ? options.Peers : [];

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, node {node ?? "none"}"));
        if (options.Starts > 0)
        {
            await PrintStartsAsync(options, peers, absent);
        }

        if (options.Edits > 0)
        {
            await PrintEditsAsync(options, peers, absent);
        }

        return 0;
    }

    private static async Task<DevPeer[]> PreparePeersAsync(DevLoopOptions options, bool hasNode, CancellationToken stop)
    {
        var peers = new List<DevPeer> { new FileRoutedApiPeer(Path.Combine(options.Folder, "fra")) };
        foreach (var name in hasNode ? options.Peers : [])
        {
            var folder = Path.Combine(options.Folder, name);
            NpmPeer peer = name == "next" ? new NextPeer(folder) : new NitroPeer(folder);
            await peer.InstallAsync(stop);
            peers.Add(peer);
        }

        return [.. peers];
    }

    private static async Task PrintStartsAsync(DevLoopOptions options, DevPeer[] peers, string[] absent)
    {
        Console.WriteLine();
        Console.WriteLine($"Time from the start of the process to the first response, {options.Starts} starts each, alternating; medians.");
        Console.WriteLine("\"Cached\" is a start with the cache of an earlier start.");
        Console.WriteLine();
        Console.WriteLine("| route files | server | cold | cached |");
        Console.WriteLine("|---:|---|---:|---:|");
        foreach (var files in options.Files)
        {
            var cold = peers.ToDictionary(peer => peer, _ => new List<TimeSpan?>());
            var cached = peers.ToDictionary(peer => peer, _ => new List<TimeSpan?>());
            Array.ForEach(peers, peer => peer.Write(files));
            for (var i = 0; i < options.Starts; i++)
            {
                foreach (var peer in peers)
                {
                    peer.EmptyCaches();
                    cold[peer].Add(await TimeStartAsync(peer));
                    if (peer.HasCache)
                    {
                        cached[peer].Add(await TimeStartAsync(peer));
                    }
                }
            }

            foreach (var peer in peers)
            {
                Console.WriteLine($"| {files:N0} | {peer.Name} | {Percentile(cold[peer], 50)} | {Percentile(cached[peer], 50)} |");
            }

            PrintAbsent(files, absent);
        }
    }

    private static async Task<TimeSpan?> TimeStartAsync(DevPeer peer)
    {
        using var server = await DevServer.StartAsync(peer);

        // What is kept for the next start is written in the background.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return server.StartTime;
    }

    private static async Task PrintEditsAsync(DevLoopOptions options, DevPeer[] peers, string[] absent)
    {
        Console.WriteLine();
        Console.WriteLine($"Time from the rename of the edited file to the first new response, {options.Edits} edits of the same file each, alternating.");
        Console.WriteLine();
        Console.WriteLine("| route files | server | p50 | p95 |");
        Console.WriteLine("|---:|---|---:|---:|");
        foreach (var files in options.Files)
        {
            foreach (var (peer, times) in await TimeEditsAsync(peers, files, options.Edits))
            {
                Console.WriteLine($"| {files:N0} | {peer.Name} | {Percentile(times, 50)} | {Percentile(times, 95)} |");
            }

            PrintAbsent(files, absent);
        }
    }

    private static async Task<List<(DevPeer Peer, List<TimeSpan?> Times)>> TimeEditsAsync(DevPeer[] peers, int files, int edits)
    {
        var running = new List<(DevPeer Peer, DevServer Server, List<TimeSpan?> Times)>();
        try
        {
            foreach (var peer in peers)
            {
                peer.Write(files);
                running.Add((peer, await DevServer.StartAsync(peer), []));
            }

            for (var i = 1; i <= edits; i++)
            {
                foreach (var (_, server, times) in running.Where(entry => entry.Times.Count(time => time is null) < MostUnanswered))
                {
                    await Task.Delay(_pause);
                    times.Add(await server.EditAsync($"v{i}"));
                }
            }
        }
        finally
        {
            running.ForEach(entry => entry.Server.Dispose());
        }

        return [.. running.Select(entry => (entry.Peer, entry.Times))];
    }

    private static void PrintAbsent(int files, string[] absent) =>
        Array.ForEach(absent, name => Console.WriteLine($"| {files:N0} | {name} dev | no node here | |"));

    /// <summary>An edit without an answer counts as longer than all others.</summary>
    private static string Percentile(List<TimeSpan?> times, int percent)
    {
        if (times.Count == 0)
        {
            return "-";
        }

        var sorted = times.OrderBy(time => time ?? TimeSpan.MaxValue).ToList();
        var index = (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1;
        return sorted[index] is { } found ? string.Create(CultureInfo.InvariantCulture, $"{found.TotalMilliseconds:N0} ms") : "none";
    }
}
