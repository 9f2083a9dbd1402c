using System.Diagnostics;
using System.Globalization;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The options of the scenarios <c>peers</c> and <c>pages</c>.</summary>
/// <param name="Processes">How often each server is started for a scenario.</param>
/// <param name="Rounds">The number of load runs for each of these processes.</param>
/// <param name="Seconds">The length of each run.</param>
/// <param name="Starts">How often each server is started for its start time.</param>
/// <param name="Only">Which servers; empty for all.</param>
/// <param name="Pins">True to run the servers on one core and wrk on another.</param>
/// <param name="Write">The Markdown file whose part about peers is replaced; the chart goes into <c>images/</c> beside it.</param>
/// <param name="Folder">The folder of the apps and the npm packages. It is not deleted, so that a second run installs nothing.</param>
internal sealed record PeersOptions(
    Suite Suite, int Processes, int Rounds, int Seconds, int Connections, int Starts, string[] Only, bool Pins, string? Write, string Folder)
{
    public static string Usage(Suite suite) =>
        $"""
        {suite.Name} [--processes 1] [--rounds 5] [--seconds 5] [--connections 64] [--starts 7] [--only a,b] [--pin yes|no] [--write FILE] [--folder DIR]
          --processes    how often each server is started and warmed up for a scenario: the JIT's choices differ from process to process
          --rounds       how often each process is loaded
          --seconds      how long each time
          --connections  how many connections wrk keeps open
          --starts       how often each server is started for its start time, except for pages; 0 leaves that out
          --only         some of {string.Join(", ", suite.Keys)}
          --pin          yes: the servers run on core 0 and wrk on core 1 (taskset); no: they share all cores, which is the default
          --write        the Markdown file whose part about {suite.Name} is replaced
          --folder       where the apps and the packages of npm go; below the system's temporary folder by default
        """;

    /// <summary>The command that measures the same figures.</summary>
    public string Command
    {
        get
        {
            var only = Only.Length == 0 ? string.Empty : $" --only {string.Join(',', Only)}";
            var pins = Pins ? " --pin yes" : string.Empty;
            var starts = Suite.HasStarts ? string.Create(CultureInfo.InvariantCulture, $" --starts {Starts}") : string.Empty;
            var processes = Processes == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" --processes {Processes}");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"dotnet run -c Release --project tests/FileRoutedApi.Benchmarks -- {Suite.Name}{processes} --rounds {Rounds} --seconds {Seconds} "
                + $"--connections {Connections}{starts}{only}{pins} --write docs/performance.md");
        }
    }

    /// <summary>Parses the arguments; returns null if they are invalid.</summary>
    public static PeersOptions? Parse(Suite suite, string[] args)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"fra-{suite.Name}");
        var options = new PeersOptions(suite, 1, 5, 5, 64, suite.HasStarts ? 7 : 0, [], false, null, folder);
        if (args.Length % 2 != 0)
        {
            return null;
        }

        foreach (var pair in args.Chunk(2))
        {
            var parsed = pair switch
            {
                ["--processes", var value] when Number(value, 1, 100) is { } processes => options with { Processes = processes },
                ["--rounds", var value] when Number(value, 1, 100) is { } rounds => options with { Rounds = rounds },
                ["--seconds", var value] when Number(value, 1, 600) is { } seconds => options with { Seconds = seconds },
                ["--connections", var value] when Number(value, 1, 1000) is { } connections => options with { Connections = connections },
                ["--starts", var value] when suite.HasStarts && Number(value, 0, 100) is { } starts => options with { Starts = starts },
                ["--only", var value] when value.Split(',').All(suite.Keys.Contains) => options with { Only = value.Split(',') },
                ["--pin", "yes"] => options with { Pins = true },
                ["--pin", "no"] => options with { Pins = false },
                ["--write", var value] when File.Exists(value) => options with { Write = Path.GetFullPath(value) },
                ["--folder", var value] => options with { Folder = Path.GetFullPath(value) },
                _ => null,
            };
            if (parsed is null)
            {
                return null;
            }

            options = parsed;
        }

        return options;
    }

    public Peer[] CreatePeers() => [.. Suite.Keys.Where(key => Only.Length == 0 || Only.Contains(key)).Select(Create)];

    /// <summary>Returns the command on the cores of the servers.</summary>
    public ProcessStartInfo OnServerCores(ProcessStartInfo command) => Pins ? Pin(command, "0") : command;

    /// <summary>Returns the command on the cores of the client.</summary>
    public ProcessStartInfo OnClientCores(ProcessStartInfo command) => Pins ? Pin(command, "1") : command;

    private static ProcessStartInfo Pin(ProcessStartInfo command, string cores)
    {
        var pinned = new ProcessStartInfo("taskset", ["-c", cores, command.FileName, .. command.ArgumentList])
        {
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var (name, value) in command.Environment)
        {
            pinned.Environment[name] = value;
        }

        return pinned;
    }

    private Peer Create(string key) => key switch
    {
        MinimalApiPeer.TheKey => new MinimalApiPeer(FolderOf(key)),
        SlicesPeer.TheKey => new SlicesPeer(),
        FileRoutedApiPeer.TheKey => new FileRoutedApiPeer(key, FolderOf(key)),
        FileRoutedApiPeer.QuietKey => new FileRoutedApiPeer(key, FolderOf(key), logs: false),
        FileRoutedApiPeer.ReadyToRunKey => new FileRoutedApiPeer(key, FolderOf(key), buildOptions: "--ready-to-run"),
        NextPeer.TheKey => new NextPeer(key, FolderOf(key)),
        NextPagesPeer.TheKey => new NextPagesPeer(FolderOf(key)),
        NitroPeer.TheKey => new NitroPeer(FolderOf(key)),
        FastifyPeer.TheKey => new FastifyPeer(FolderOf(key)),
        HonoPeer.TheKey => new HonoPeer(FolderOf(key)),
        _ => new ElysiaPeer(FolderOf(key)),
    };

    private string FolderOf(string key) => Path.Combine(Folder, key);

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;
}
