namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>The commands of the samples' README.md files.</summary>
public class SampleReadmeTests
{
    public static TheoryData<string> Pages => [.. Page.All.Where(page => page.StartsWith("samples/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task The_commands_of_a_sample_print_what_its_page_shows(string page) => Page.RunAsync(page);
}
