namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>The options of the <c>faults</c> scenario.</summary>
/// <param name="Only">The names of the abuses to run; empty for all.</param>
/// <param name="Write">The file whose tables are replaced, or null.</param>
internal sealed record FaultOptions(string[] Only, string? Write)
{
    public const string Usage =
        """
        faults [--only name,name] [--write docs/robustness.md]
          --only   which abuses to run; all by default
          --write  a Markdown file, between whose markers the tables are put; not together with --only
        """;

    /// <summary>Parses the arguments; returns null if they are invalid.</summary>
    public static FaultOptions? Parse(string[] args, IReadOnlyCollection<string> names)
    {
        var options = new FaultOptions([], null);
        foreach (var pair in args.Chunk(2))
        {
            var parsed = pair switch
            {
                ["--only", var value] when value.Split(',') is var only && only.All(names.Contains) => options with { Only = only },
                ["--write", var value] when File.Exists(value) => options with { Write = value },
                _ => null,
            };
            if (parsed is null)
            {
                return null;
            }

            options = parsed;
        }

        return options is { Only.Length: > 0, Write: not null } ? null : options;
    }
}
