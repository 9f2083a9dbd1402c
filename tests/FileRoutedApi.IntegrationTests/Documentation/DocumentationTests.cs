namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>The commands of the pages of <c>docs/</c>.</summary>
public class DocumentationTests
{
    public static TheoryData<string> Pages => [.. Page.All.Where(page => page.StartsWith("docs/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task The_commands_of_a_page_print_what_it_shows(string page) => Page.RunAsync(page);
}
