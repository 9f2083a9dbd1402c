namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>
/// The commands of README.md, run as they are printed. CONTRIBUTING.md describes the marks. One class each, so that the pages run in
/// parallel.
/// </summary>
public class ReadmeTests
{
    [Fact]
    public Task The_commands_of_the_readme_print_what_it_shows() => Page.RunAsync("README.md");
}
