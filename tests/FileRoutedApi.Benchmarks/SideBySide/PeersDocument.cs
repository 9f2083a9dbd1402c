namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The part of a Markdown file that the benchmark writes, between two comments, and the chart beside it.</summary>
internal static class PeersDocument
{
    private const string Image = "images/peers.svg";

    public static void Write(string file, PeersResult result)
    {
        var suite = result.Options.Suite;
        var (beginMark, endMark) = ($"<!-- {suite.Name}: written by the benchmark -->", $"<!-- /{suite.Name} -->");
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(beginMark, StringComparison.Ordinal);
        var end = text.IndexOf(endMark, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{file} has no place for the figures: '{beginMark}' and, further down, '{endMark}'.");
        }

        var isApis = suite == Suite.Apis;
        var chart = isApis ? $"![Requests per second, time to the first response and memory of each server]({Image})\n\n" : string.Empty;
        File.WriteAllText(file, $"{text[..begin]}{beginMark}\n{chart}{PeersReport.Write(result)}\n{text[end..]}");
        if (!isApis)
        {
            return;
        }

        var image = Path.Combine(Path.GetDirectoryName(file)!, Image);
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        File.WriteAllText(image, PeersChart.Draw(result));
    }
}
