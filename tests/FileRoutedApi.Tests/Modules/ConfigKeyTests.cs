using FileRoutedApi.Config;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Tests.Modules;

/// <summary>The table of configuration keys is complete: each property that a user can set is a key with a check, and is documented.</summary>
public class ConfigKeyTests
{
    [Fact]
    public void Every_property_of_a_file_is_a_key() =>
        Assert.Equal(
            [.. PropertiesOf(typeof(RouteConfig)).Where(name => name != "Api").Concat(PropertiesOf(typeof(ApiConfig)).Select(name => $"Api.{name}")).Order()],
            ConfigKeys.All.Select(key => key.OfFile).OfType<string>().Order());

    [Fact]
    public void Every_property_of_a_folder_is_a_key() =>
        Assert.Equal([.. PropertiesOf(typeof(MiddlewareConfig)).Order()], ConfigKeys.All.Select(key => key.OfFolder).OfType<string>().Order());

    [Fact]
    public void Every_key_is_documented()
    {
        var docs = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(File.ReadAllText));

        Assert.All(
            ConfigKeys.All.SelectMany(key => new[] { key.OfFile, key.OfFolder }).OfType<string>(),
            key => Assert.Contains(key.Split('.')[^1], docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_the_pipeline_adds_metadata_to_the_endpoints_below_its_folder()
    {
        var configs = new Dictionary<string, MiddlewareConfig>
        {
            ["Cors"] = new() { Cors = "https://app.example" },
            ["Authorize"] = new() { Authorize = true },
            ["RateLimit"] = new() { RateLimit = { Permits = 1 } },
        };
        var file = new RouteFile("api/_middleware.cs", [], RouteFileRole.Middleware);

        Assert.Equal(ConfigKeys.All.Where(key => key.IsForPipeline).Select(key => key.OfFolder!).Order(), configs.Keys.Order());
        Assert.All(configs.Values, config => Assert.NotEqual(
            EndpointNeeds.None,
            new EndpointMetadataCollection(FolderMetadata.Of(new RouteModule(file, [], new RouteConfig(), config, [], () => [], ModuleOrigin.Earlier))).Needs()));
    }

    private static IEnumerable<string> PropertiesOf(Type type) => type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);
}
