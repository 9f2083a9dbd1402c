namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The part of a Markdown file that the benchmark writes, between two comments, and the chart beside it.</summary>
internal static class PeersDocument
{
    private const string Begin = "<!-- peers: written by the benchmark -->";
    private const string End = "<!-- /peers -->";
    private const string Image = "images/peers.svg";

    public static void Write(string file, PeersResult result)
    {
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{file} has no place for the figures: '{Begin}' and, further down, '{End}'.");
        }

        var part = $"{Begin}\n![Requests per second, time to the first response and memory of each server]({Image})\n\n{PeersReport.Write(result)}\n";
        File.WriteAllText(file, text[..begin] + part + text[end..]);

        var image = Path.Combine(Path.GetDirectoryName(file)!, Image);
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        File.WriteAllText(image, PeersChart.Draw(result));
    }
}
