namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    /// <summary>Composed (é) and decomposed (e and an accent) characters are the same name.</summary>
    [Theory]
    [InlineData("/api/names/gr%C3%B6%C3%9Fe/caf%C3%A9", """{"file":"café"}""")]
    [InlineData("/api/names/gro%CC%88%C3%9Fe/cafe%CC%81", """{"file":"café"}""")]
    [InlineData("/api/names/gr%C3%B6%C3%9Fe/cafe%CC%81", """{"file":"café"}""")]
    [InlineData("/api/names/GRO%CC%88%C3%9FE/CAFE%CC%81", """{"file":"café"}""")]
    [InlineData("/api/names/gro%CC%88%C3%9Fe/x", """{"wert":"x"}""")]
    [InlineData("/api/names/gro%CC%88%C3%9Fe/a%2Fb", """{"wert":"a/b"}""")]
    [InlineData("/api/names/gro%CC%88%C3%9Fe/a%2Fe%CC%81", "{\"wert\":\"a/e\u0301\"}")]
    [InlineData("/api/names/gr%C3%B6%C3%9Fe/e%CC%81", "{\"wert\":\"e\u0301\"}")]
    [InlineData("/api/names/gr%C3%B6%C3%9Fe/%C3%A9", "{\"wert\":\"\u00e9\"}")]
    public async Task Composed_and_decomposed_characters_of_a_path_are_one_name_and_values_are_not_changed(string path, string expected)
    {
        using var response = await _client.GetAsync(path, Stop);

        Assert.Equal("passed", response.Headers.GetValues("X-Guard").Single());
        Assert.Equal(expected, System.Text.RegularExpressions.Regex.Unescape(await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_guard_of_a_folder_applies_to_unmatched_paths_in_both_forms_of_its_name()
    {
        using var response = await _client.GetAsync("/api/names/gro%CC%88%C3%9Fe/no/such/file", Stop);

        Assert.Equal((404, "passed"), ((int)response.StatusCode, response.Headers.GetValues("X-Guard").Single()));
    }

    [Theory]
    [InlineData("/api/patterns/[id]", "/api/patterns/")]
    [InlineData("/api/Patterns/[ID]/", "/api/patterns/")]
    [InlineData("/api/patterns/deep/[...rest]", "/api/patterns/deep/x/")]
    public async Task A_pattern_revalidates_every_response_of_its_file(string pattern, string prefix)
    {
        var paths = Enumerable.Range(0, 3).Select(_ => prefix + Guid.NewGuid()).ToList();
        var first = await Task.WhenAll(paths.Select(path => _client.GetStringAsync(path, Stop)));
        Assert.Equal("HIT", CacheOf(await _client.GetAsync(paths[0], Stop)));

        await _client.GetAsync($"/api/revalidate?path={Uri.EscapeDataString(pattern)}", Stop);

        var second = await Task.WhenAll(paths.Select(path => _client.GetAsync(path, Stop)));
        Assert.All(second, response => Assert.Equal("REVALIDATED", CacheOf(response)));
        Assert.Empty(first.Intersect(await Task.WhenAll(second.Select(response => response.Content.ReadAsStringAsync(Stop)))));
    }

    [Fact]
    public async Task A_pattern_leaves_the_responses_of_other_files()
    {
        var path = $"/api/patterns/deep/{Guid.NewGuid()}";
        await _client.GetAsync(path, Stop);

        await _client.GetAsync($"/api/revalidate?path={Uri.EscapeDataString("/api/patterns/[id]")}", Stop);

        Assert.Equal("HIT", CacheOf(await _client.GetAsync(path, Stop)));
    }
}
