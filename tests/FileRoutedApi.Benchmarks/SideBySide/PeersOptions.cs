using System.Globalization;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The options of the <c>peers</c> scenario.</summary>
/// <param name="Rounds">The number of load runs for each server.</param>
/// <param name="Seconds">The length of each run.</param>
/// <param name="Starts">How often each server is started for its start time.</param>
/// <param name="Only">Which servers; empty for all.</param>
/// <param name="Write">The Markdown file whose part about peers is replaced; the chart goes into <c>images/</c> beside it.</param>
/// <param name="Folder">The folder of the apps and the npm packages. It is not deleted, so that a second run installs nothing.</param>
internal sealed record PeersOptions(int Rounds, int Seconds, int Connections, int Starts, string[] Only, string? Write, string Folder)
{
    public const string Usage =
        """
        peers [--rounds 5] [--seconds 5] [--connections 64] [--starts 7] [--only a,b] [--write FILE] [--folder DIR]
          --rounds       how often each server is loaded
          --seconds      how long each time
          --connections  how many connections wrk keeps open
          --starts       how often each server is started for its start time; 0 leaves that out
          --only         some of minimal, fra, fra-r2r, next, nitro, fastify, hono, elysia
          --write        the Markdown file whose part about peers is replaced
          --folder       where the apps and the packages of npm go; below the system's temporary folder by default
        """;

    private static readonly string[] _keys =
        [
            MinimalApiPeer.TheKey, FileRoutedApiPeer.TheKey, FileRoutedApiPeer.ReadyToRunKey, NextPeer.TheKey, NitroPeer.TheKey,
            FastifyPeer.TheKey, HonoPeer.TheKey, ElysiaPeer.TheKey
        ];

    /// <summary>The command that measures the same figures.</summary>
    public string Command
    {
        get
        {
            var only = Only.Length == 0 ? string.Empty : $" --only {string.Join(',', Only)}";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"dotnet run -c Release --project tests/FileRoutedApi.Benchmarks -- peers --rounds {Rounds} --seconds {Seconds} "
                + $"--connections {Connections} --starts {Starts}{only} --write docs/performance.md");
        }
    }

    /// <summary>Parses the arguments; returns null if they are invalid.</summary>
    public static PeersOptions? Parse(string[] args)
    {
        var options = new PeersOptions(5, 5, 64, 7, [], null, Path.Combine(Path.GetTempPath(), "fra-peers"));
        if (args.Length % 2 != 0)
        {
            return null;
        }

        foreach (var pair in args.Chunk(2))
        {
            var parsed = pair switch
            {
                ["--rounds", var value] when Number(value, 1, 100) is { } rounds => options with { Rounds = rounds },
                ["--seconds", var value] when Number(value, 1, 600) is { } seconds => options with { Seconds = seconds },
                ["--connections", var value] when Number(value, 1, 1000) is { } connections => options with { Connections = connections },
                ["--starts", var value] when Number(value, 0, 100) is { } starts => options with { Starts = starts },
                ["--only", var value] when value.Split(',').All(_keys.Contains) => options with { Only = value.Split(',') },
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

    public Peer[] CreatePeers()
    {
        Peer[] all =
        [
            new MinimalApiPeer(FolderOf(MinimalApiPeer.TheKey)),
            new FileRoutedApiPeer(FileRoutedApiPeer.TheKey, FolderOf(FileRoutedApiPeer.TheKey)),
            new FileRoutedApiPeer(FileRoutedApiPeer.ReadyToRunKey, FolderOf(FileRoutedApiPeer.ReadyToRunKey), "--ready-to-run"),
            new NextPeer(FolderOf(NextPeer.TheKey)),
            new NitroPeer(FolderOf(NitroPeer.TheKey)),
            new FastifyPeer(FolderOf(FastifyPeer.TheKey)),
            new HonoPeer(FolderOf(HonoPeer.TheKey)),
            new ElysiaPeer(FolderOf(ElysiaPeer.TheKey)),
        ];
        return [.. all.Where(peer => Only.Length == 0 || Only.Contains(peer.Key))];
    }

    private string FolderOf(string key) => Path.Combine(Folder, key);

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;
}
