using CsCheck;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Tests.Routing;

/// <summary>The route table and ASP.NET Core's own matcher make the same choice, for any folder and any path.</summary>
public class MatcherAgreementTests
{
    [Fact]
    public void Table_and_matcher_choose_the_same_file() =>
        Gen.Select(RouteFiles.Valid, RouteFiles.RequestPath.Array[1, 8]).Sample(
            (files, paths) =>
            {
                var table = RouteTable.Create(files, RouteTableOptions.Default);
                var matcher = CreateMatcher(table);
                return paths.All(
                    path => matcher.Choose("GET", path) == table.Match(
                        RequestPath.TryParse(Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal))!)?.File.Path);
            },
            iter: 300);

    private static Matcher CreateMatcher(RouteTable table) => new(table.Routes.Select(file =>
        new RouteEndpoint(_ => Task.CompletedTask, RoutePatterns.Create(file), 0, null, file.Path)));
}
