using FileRoutedApi.Endpoints;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Tests.Hosting;

/// <summary>A request sees the endpoints and the folders of one publication, also if another one is published meanwhile.</summary>
public class PublicationTests
{
    private readonly FileRouteDataSource _source = new(
        FileRoutesSettings.Read(new ConfigurationBuilder().Build(), Path.GetTempPath(), null) with { IsLive = true });

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/a", "/a /b")]
    [InlineData("/a /b", "/b")]
    public async Task A_request_keeps_the_folders_that_were_published_with_its_endpoint(string before, string after)
    {
        var (first, second) = (NewFolders(), NewFolders());
        Publish(first, before);
        var slot = _source.Endpoints[0];
        var early = await RouteAsync(slot);
        Publish(second, after);
        var late = await RouteAsync(slot);

        Assert.Same(first, _source.Of(early));
        Assert.Same(second, _source.Current);

        // Only the content of a slot changes if the routes stay. Otherwise the slot belongs to a routing table that is replaced.
        Assert.Same(before == after ? second : first, _source.Of(late));
    }

    [Fact]
    public void A_request_without_an_endpoint_sees_the_current_folders()
    {
        var folders = NewFolders();
        Publish(folders, "/a");

        Assert.Same(folders, _source.Of(new DefaultHttpContext()));
    }

    private static FolderMiddlewareSet NewFolders() => new(null, [], []);

    private static async Task<HttpContext> RouteAsync(Endpoint slot)
    {
        var context = new DefaultHttpContext();
        await new EndpointSlotPolicy().ApplyAsync(context, new CandidateSet([slot], [[]], [0]));
        return context;
    }

    private void Publish(FolderMiddlewareSet folders, string patterns)
    {
        var table = RouteTable.Create([], RouteTableOptions.Default);
        var routes = new RouteSet(table, [], RouteGeneration.Empty, RouteValidators.None, new Dictionary<string, BoundModule>());
        _source.Publish(routes, folders, PageFiles.Empty, [.. patterns.Split(' ').Select(NewEndpoint)], _ => []);
    }

    private static RouteEndpoint NewEndpoint(string pattern) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, EndpointMetadataCollection.Empty, pattern);
}
