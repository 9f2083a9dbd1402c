namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>A page of the documentation.</summary>
internal static class Page
{
    private static readonly HashSet<string> _testClasses =
    [
        .. Directory.GetFiles(Path.Combine(ExampleApp.Repository, "tests"), "*Tests.*cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file).Split('.')[0]),
    ];

    /// <summary>Gets the paths of the pages that have blocks, relative to the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFiles(ExampleApp.Repository, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(ExampleApp.Repository, "docs"), "*.md"))
            .Concat(Directory.GetFiles(Path.Combine(ExampleApp.Repository, "samples"), "README.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(ExampleApp.Repository, file))
            .Where(page => Read(page).Any(block => block.Lines.Count > 0))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the blocks of a page.</summary>
    /// <param name="path">The path of the page, relative to the repository.</param>
    public static IReadOnlyList<PageBlock> Read(string path) =>
        PageBlock.Read(File.ReadAllText(Path.Combine(ExampleApp.Repository, path)));

    /// <summary>Returns what is wrong with the blocks and marks of a page.</summary>
    public static IReadOnlyList<string> FindMistakes(IReadOnlyList<PageBlock> blocks) =>
        [.. blocks.SelectMany(block => block.FindMistakes(_testClasses.Contains))];

    /// <summary>Runs the commands of a page in their order. Fails if one does not print what the page shows.</summary>
    /// <param name="path">The path of the page, relative to the repository.</param>
    public static Task RunAsync(string path) => RunAsync(Read(path));

    /// <summary>Runs blocks in their order.</summary>
    public static async Task RunAsync(IReadOnlyList<PageBlock> blocks)
    {
        if (!blocks.Any(block => block.Marks.Count > 0 || (block.IsForTerminal && block.Reason is null)))
        {
            return;
        }

        await using var run = new PageRun();
        foreach (var block in blocks)
        {
            await run.RunAsync(block);
        }
    }
}
