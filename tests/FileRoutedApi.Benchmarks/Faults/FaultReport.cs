using System.Text;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>How one abuse went.</summary>
internal sealed record FaultRow(Abuse Abuse, Tally Tally, double Seconds, long Before, long Peak, long After, Health Health, List<string> Details)
{
    public override string ToString() =>
        $"| {Abuse.Name}: {Abuse.What} | {Tally.Sent} in {Seconds:N0} s | {Tally.Answered} | {Before} / {Peak} / {After} | " +
        $"{Health.Times.Count:N0}, {Health.Failed} failed | {Health.Percentile(50)} / {Health.Percentile(99)} / {Health.Percentile(100)} |";
}

/// <summary>Prints the rows as they come, and writes them into a file in the end.</summary>
internal sealed class FaultReport
{
    private readonly List<string> _lines = [];
    private readonly List<string> _details = [];

    public FaultReport(string machine)
    {
        Print(machine);
        Print(string.Empty);
        Print("| attack | sent | responses | memory before / peak / after, MB | healthy requests | p50 / p99 / max, ms |");
        Print("|---|---|---|---:|---:|---:|");
    }

    /// <summary>Whether some claim did not hold.</summary>
    public bool HasFailed { get; private set; }

    public void Add(FaultRow row)
    {
        Print(row.ToString());
        foreach (var claim in row.Tally.Broken)
        {
            HasFailed = true;
            Console.Error.WriteLine($"FAILED {row.Abuse.Name}: {claim}");
        }

        _details.AddRange(row.Details);
    }

    public void PrintDetails()
    {
        if (_details.Count > 0)
        {
            Print(string.Empty);
            _details.ForEach(Print);
        }
    }

    /// <exception cref="InvalidOperationException">The file has no such markers.</exception>
    public async Task WriteAsync(string file, string begin, string end, CancellationToken stop)
    {
        var text = await File.ReadAllTextAsync(file, stop);
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"'{file}' has no lines '{begin}' and '{end}'.");
        }

        var written = new StringBuilder(text[..from]).Append(begin).Append("\n\n");
        written.AppendJoin('\n', _lines).Append("\n\n").Append(text[to..]);
        await File.WriteAllTextAsync(file, written.ToString(), stop);
    }

    private void Print(string line)
    {
        _lines.Add(line);
        Console.WriteLine(line);
    }
}
