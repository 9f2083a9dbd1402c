using System.Diagnostics;
using CsCheck;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
                    path => ChosenBy(matcher, path) == table.Match(
                        RequestPath.TryParse(Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal))!)?.File.Path);
            },
            iter: 300);

    private static RequestDelegate CreateMatcher(RouteTable table)
    {
        var services = new ServiceCollection().AddLogging()
            .AddRouting()
            .AddSingleton(new DiagnosticListener("tests"))
            .BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.Use(_ => context => Task.CompletedTask);
        var routes = new DefaultEndpointDataSource(table.Routes.Select(file =>
            new RouteEndpoint(_ => Task.CompletedTask, RoutePatterns.Create(file), 0, null, file.Path)));
        var builder = (IEndpointRouteBuilder)app.Properties["__EndpointRouteBuilder"]!;
        builder.DataSources.Add(routes);
        return app.Build();
    }

    private static string? ChosenBy(RequestDelegate matcher, string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = path;
        var matching = matcher(context);
        Assert.True(matching.IsCompletedSuccessfully);
        return context.GetEndpoint()?.DisplayName;
    }
}
