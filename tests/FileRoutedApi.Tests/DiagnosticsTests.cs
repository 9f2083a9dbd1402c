using System.Text.RegularExpressions;

namespace FileRoutedApi.Tests;

public partial class DiagnosticsTests
{
    [Fact]
    public void Every_id_has_a_line_in_the_documentation_and_a_test_named_after_it()
    {
        var ids = Ids(string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src/FileRoutedApi/Diagnostics"), "RouteDiagnostics*.cs").Select(File.ReadAllText)));
        var documented = Ids(File.ReadAllText(Path.Combine(Repository.Root, "docs/diagnostics.md")));
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(ids);
        Assert.Equal(ids, documented);
        Assert.Equal(ids, Ids(string.Concat(tests.Select(File.ReadAllText))));
    }

    private static IEnumerable<string> Ids(string text) => DiagnosticId().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"FRA[123]\d\d\d")]
    private static partial Regex DiagnosticId();
}
