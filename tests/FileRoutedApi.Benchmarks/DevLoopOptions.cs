using System.Globalization;

namespace FileRoutedApi.Benchmarks;

/// <summary>The options of the <c>dev</c> scenario.</summary>
/// <param name="Files">The numbers of route files; one table row each.</param>
/// <param name="Edits">How many edits are timed.</param>
/// <param name="Starts">How often each server is started.</param>
/// <param name="Peers">The npm servers to compare with.</param>
/// <param name="Folder">The folder of the apps and the npm packages. It is not deleted, so that a second run installs nothing.</param>
internal sealed record DevLoopOptions(int[] Files, int Edits, int Starts, string[] Peers, string Folder)
{
    public const string Usage =
        """
        dev [--files 10,1000] [--edits 50] [--starts 5] [--peers next,nitro|none] [--folder DIR]
          --files   how many route files the apps have
          --edits   how many edits are timed, at most 500; 0 leaves them out
          --starts  how often each server is started, at most 50; 0 leaves that out
          --peers   which servers from npm run beside ours
          --folder  where the apps and the packages of npm go; below the system's temporary folder by default
        """;

    private static readonly string[] _allPeers = ["next", "nitro"];

    /// <summary>Parses the arguments; returns null if they are invalid.</summary>
    public static DevLoopOptions? Parse(string[] args)
    {
        var options = new DevLoopOptions([10, 1000], 50, 5, _allPeers, Path.Combine(Path.GetTempPath(), "fra-dev-loop"));
        if (args.Length % 2 != 0)
        {
            return null;
        }

        foreach (var pair in args.Chunk(2))
        {
            var parsed = pair switch
            {
                ["--files", var value] when Numbers(value, 1, 10_000) is { } files => options with { Files = files },
                ["--edits", var value] when Numbers(value, 0, 500) is [var edits] => options with { Edits = edits },
                ["--starts", var value] when Numbers(value, 0, 50) is [var starts] => options with { Starts = starts },
                ["--peers", "none"] => options with { Peers = [] },
                ["--peers", var value] when value.Split(',').All(_allPeers.Contains) => options with { Peers = value.Split(',') },
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

    private static int[]? Numbers(string text, int least, int most)
    {
        var numbers = text.Split(',')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers.All(number => number >= least && number <= most) ? numbers : null;
    }
}
