using FileRoutedApi.Endpoints;
using FileRoutedApi.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The table of special files is complete: each row is bound and documented.</summary>
public class SpecialFileTests(TestServerApp app)
{
    [Fact]
    public void Every_special_file_that_is_a_module_has_one_binder() =>
        Assert.Equal(
            RouteFileRole.All.Where(role => role.IsModule).Select(role => role.Name).Order(),
            app.Services.GetServices<IFileBinder>().SelectMany(binder => binder.Roles).Select(role => role.Name).Order());

    [Fact]
    public void Every_special_file_is_documented_with_its_functions()
    {
        var rows = File.ReadLines(Path.Combine(ExampleApp.Repository, "docs", "route-files.md"))
            .SkipWhile(line => line != "## Special files")
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..])
            .ToList();

        Assert.Equal(RouteFileRole.All.Count, rows.Count);
        Assert.All(RouteFileRole.All.Skip(1).Zip(rows.Skip(1)), pair => Assert.Equal(pair.First.Name, pair.Second[0].Trim('`', '/')));
        Assert.All(
            RouteFileRole.All.Zip(rows),
            pair => Assert.All(pair.First.Exports, export => Assert.Contains($"`{export}`", pair.Second[2], StringComparison.Ordinal)));
    }
}
