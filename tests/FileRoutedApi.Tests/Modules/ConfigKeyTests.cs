using FileRoutedApi.Config;

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

    private static IEnumerable<string> PropertiesOf(Type type) => type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);
}
