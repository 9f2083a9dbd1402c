using System.Globalization;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>What the processes of a server hold, in MB: all pages, and with those that several share in part only.</summary>
internal sealed record ProcessMemory(double Resident, double Proportional);

/// <summary>A process and its descendants, read from <c>/proc</c>.</summary>
internal static class ProcessTree
{
    // Of a second, on every Linux.
    private const double Ticks = 100;

    /// <summary>The processor time in seconds.</summary>
    public static double ProcessorSeconds(int root) => Find(root).Sum(process => process.Ticks) / Ticks;

    public static ProcessMemory Memory(int root)
    {
        var lines = Find(root).SelectMany(process => File.ReadLines($"/proc/{process.Id}/smaps_rollup")).ToList();
        return new ProcessMemory(Sum("Rss:"), Sum("Pss:"));

        double Sum(string name) =>
            lines.Where(line => line.StartsWith(name, StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture)) / 1024;
    }

    private static List<Entry> Find(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>().ToLookup(entry => entry.Parent);
        var found = all.SelectMany(children => children).Where(entry => entry.Id == root).ToList();
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(all[found[i].Id]);
        }

        return found;
    }

    /// <summary>Null if it is not a process, or the process has exited.</summary>
    private static Entry? Read(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        try
        {
            // The name in parentheses may contain anything.
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');

            // utime and stime, and those of children that ended.
            return new Entry(id, Number(fields[1]), fields[11..15].Sum(Number));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Entry(int Id, int Parent, int Ticks);
}
