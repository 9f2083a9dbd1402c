using System.Diagnostics;
using System.Globalization;
using FileRoutedApi.Benchmarks.SideBySide;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// The time from saving a page to the new page in the browser: <c>dev</c> sends an event, and the script of the page requests the page
/// again.
/// </summary>
internal static class PageEdits
{
    private const string Route = "/p0";
    private const string Usage =
        """
        page-edits [--files 10,200] [--edits 30]
          --files   how many pages the app has
          --edits   how many edits are timed for each figure
        """;

    // The compiler is faster after the first compilations; "dev" runs them in the background after a start.
    private const int WarmUps = 10;

    // Longer than the work that a server does after a response, and shorter than the time between two saves of a user.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _longestEdit = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        if (Parse(args) is not var (files, edits))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        Console.WriteLine($"{edits} edits of the same page for each figure. The time begins with the rename of the edited file.");
        Console.WriteLine();
        Console.WriteLine("| pages | until | p50 | p95 |");
        Console.WriteLine("|---:|---|---:|---:|");
        foreach (var count in files)
        {
            await TimeAsync(count, edits, stop.Token);
        }

        return 0;
    }

    private static async Task TimeAsync(int files, int edits, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("fra-page-edits-").FullName;
        try
        {
            var app = Path.Combine(folder, "site");
            SourceFolder.Replace(app, Sources(files));
            using var server = await ServerProcess.StartAsync("dev", port => Command(app, port), Route);
            using var events = await PageEvents.OpenAsync(server.Address, stop);
            var page = new EditedPage(server, events, Path.Combine(app, $"app{Route}", "page.cs"), folder);

            for (var i = 0; i < WarmUps; i++)
            {
                await Task.Delay(_pause, stop);
                await page.UntilResponseAsync(stop);
            }

            var (responses, updates, refreshes) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < edits; i++)
            {
                await Task.Delay(_pause, stop);
                responses.Add(await page.UntilResponseAsync(stop));
                await Task.Delay(_pause, stop);
                var (update, refresh) = await page.UntilRefreshAsync(stop);
                updates.Add(update);
                refreshes.Add(refresh);
            }

            Print(files, "the first new response", responses);
            Print(files, "the event `update` on `/_dev/pages`", updates);
            Print(files, "the response to the request that follows the event", refreshes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(int files, string until, List<double> times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {files:N0} | {until} | {Percentile(times, 50):N0} ms | {Percentile(times, 95):N0} ms |"));

    private static double Percentile(List<double> times, int percent) =>
        times.Order().ElementAt((int)Math.Ceiling(times.Count * percent / 100.0) - 1);

    private static IEnumerable<SourceFile> Sources(int files) =>
    [
        new("app/layout.cs", "Html Layout(Html children) => $\"<html lang=\\\"en\\\"><body><main>{children}</main></body></html>\";\n"),
        .. Enumerable.Range(0, files).Select(number => new SourceFile($"app/p{number}/page.cs", TextOf(0))),
    ];

    private static string TextOf(int version) =>
        $$$""""
        var metadata = new PageMetadata { Title = "Page" };

        Html Page() => $"""
            <h1>Version {{{version}}}.</h1>
            <ul>{Html.Each(Enumerable.Range(1, 10), number => $"<li>Item {number}</li>")}</ul>
            """;

        """";

    private static ProcessStartInfo Command(string app, int port) => new(
        "dotnet",
        [
            Peer.ProjectPath("Host"), "dev", app, "--urls", $"http://127.0.0.1:{port}",
            $"--FileRoutes:CompileCache={Path.Combine(Path.GetDirectoryName(app)!, "cache")}"
        ])
    { WorkingDirectory = app };

    private static (int[] Files, int Edits)? Parse(string[] args)
    {
        (int[] Files, int Edits) options = ([10, 200], 30);
        foreach (var pair in args.Chunk(2))
        {
            var numbers = pair is [_, var text]
                ? text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray()
                : [];
            if (numbers.Length == 0 || numbers.Any(number => number is < 1 or > 10_000))
            {
                return null;
            }

            switch (pair[0])
            {
                case "--files":
                    options.Files = numbers;
                    break;
                case "--edits" when numbers.Length == 1:
                    options.Edits = numbers[0];
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    /// <summary>The page that is edited, and what a browser sees of it.</summary>
    private sealed class EditedPage(ServerProcess server, PageEvents events, string file, string folder)
    {
        private readonly string _temporaryFile = Path.Combine(folder, "page.edit");
        private int _version;

        /// <summary>Returns the milliseconds until the first response of the new version.</summary>
        public async Task<double> UntilResponseAsync(CancellationToken stop)
        {
            var saved = Save();
            var time = await server.UntilAsync(Route, IsNew, saved, _longestEdit)
                ?? throw new InvalidOperationException("The server does not show the edited page.");
            await events.NextAsync(stop);
            return time.TotalMilliseconds;
        }

        /// <summary>
        /// Returns the milliseconds until the event, and until the response to the request that the script of the page sends then.
        /// </summary>
        public async Task<(double Event, double Refresh)> UntilRefreshAsync(CancellationToken stop)
        {
            var saved = Save();
            var update = await events.NextAsync(stop) - saved;
            return IsNew(await server.ReadAsync(Route, null, stop))
                ? (update * 1000.0 / Stopwatch.Frequency, Stopwatch.GetElapsedTime(saved).TotalMilliseconds)
                : throw new InvalidOperationException("The response after the event is that of the old page.");
        }

        private long Save()
        {
            // Outside of the folder that is watched, so that only the rename is seen.
            File.WriteAllText(_temporaryFile, TextOf(++_version));
            events.Clear();
            var renamed = Stopwatch.GetTimestamp();
            File.Move(_temporaryFile, file, overwrite: true);
            return renamed;
        }

        private bool IsNew(string response) => response.Contains($"Version {_version}.", StringComparison.Ordinal);
    }
}
