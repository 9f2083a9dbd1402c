using System.Reflection;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Tests;

public partial class DiagnosticsTests
{
    private static readonly FieldInfo[] _ids = typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static);

    [Fact]
    public void Every_id_has_a_line_in_the_documentation_and_a_test_named_after_it()
    {
        var ids = _ids.Select(id => (string)id.GetRawConstantValue()!).Order(StringComparer.Ordinal);
        var documented = Ids(File.ReadAllText(Path.Combine(Repository.Root, "docs/diagnostics.md")));
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(ids);
        Assert.Equal(ids, documented);
        Assert.Equal(ids, Ids(string.Concat(tests.Select(File.ReadAllText))));
    }

    [Fact]
    public void Every_id_is_named_after_its_rule_and_one_method_has_that_name()
    {
        var methods = typeof(RouteDiagnostics).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name);

        Assert.All(_ids, id => Assert.StartsWith($"{id.GetRawConstantValue()}_", id.Name, StringComparison.Ordinal));
        Assert.Equal(_ids.Select(id => id.Name.Split('_')[1]).Order(StringComparer.Ordinal), methods.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Ids(string text) =>
        DiagnosticId().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"FRA[123]\d\d\d")]
    private static partial Regex DiagnosticId();
}
