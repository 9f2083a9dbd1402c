using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    [Fact]
    public async Task A_cached_response_is_generated_once_and_sent_with_its_length_and_tag()
    {
        var path = $"/api/kept/{Guid.NewGuid()}";

        var made = await _client.GetAsync(path, Stop);
        var cached = await _client.GetAsync(path, Stop);

        Assert.Equal(("MISS", "HIT"), (CacheOf(made), CacheOf(cached)));
        Assert.Equal("s-maxage=31536000, stale-while-revalidate", cached.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(await made.Content.ReadAsByteArrayAsync(Stop), await cached.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(made.Headers.ETag, cached.Headers.ETag);
        Assert.NotNull(cached.Headers.ETag);
        Assert.Equal((await cached.Content.ReadAsByteArrayAsync(Stop)).Length, cached.Content.Headers.ContentLength);
        Assert.Equal("text/plain; charset=utf-8", cached.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task A_cached_response_is_a_304_for_its_entity_tag_and_has_no_body_for_HEAD()
    {
        var path = $"/api/kept/{Guid.NewGuid()}";
        var made = await _client.GetAsync(path, Stop);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { made.Headers.ETag! } } };
        using var head = new HttpRequestMessage(HttpMethod.Head, path);

        var unchanged = await _client.SendAsync(conditional, Stop);
        var headed = await _client.SendAsync(head, Stop);

        Assert.Equal((HttpStatusCode.NotModified, 0), (unchanged.StatusCode, (await unchanged.Content.ReadAsByteArrayAsync(Stop)).Length));
        Assert.Equal(
            (HttpStatusCode.OK, "HIT", made.Content.Headers.ContentLength),
            (headed.StatusCode, CacheOf(headed), headed.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task HEAD_before_GET_caches_the_whole_response()
    {
        var path = $"/api/kept/{Guid.NewGuid()}";
        using var head = new HttpRequestMessage(HttpMethod.Head, path);

        Assert.Equal("MISS", CacheOf(await _client.SendAsync(head, Stop)));
        var got = await _client.GetAsync(path, Stop);

        Assert.Equal("HIT", CacheOf(got));
        Assert.NotEmpty(await got.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_response_is_regenerated_after_its_path_is_revalidated()
    {
        var path = $"/api/kept/{Guid.NewGuid()}";
        var first = await _client.GetStringAsync(path, Stop);
        await _client.PostAsync(path, null, Stop);

        var second = await _client.GetAsync(path, Stop);

        Assert.Equal("REVALIDATED", CacheOf(second));
        Assert.NotEqual(first, await second.Content.ReadAsStringAsync(Stop));
        Assert.Equal("HIT", CacheOf(await _client.GetAsync(path, Stop)));
    }

    [Theory]
    [InlineData("/api/kept/Once?page=1", "/api/kept/once?page=1&utm=2", true)]
    [InlineData("/api/kept/once?page=2", "/api/kept/once?page=3", false)]
    [InlineData("/api/kept/once?page=4&page=5", "/api/kept/once?page=5&page=4", false)]
    [InlineData("/api/kept/once?page=6", "/api/kept/once/?page=6", true)]
    [InlineData("/api/kept/a%2Fb", "/api/kept/a/b", false)]
    [InlineData("/api/kept/x%41", "/api/kept/xA", true)]
    [InlineData("/api/kept/x%2525", "/api/kept/x%25", false)]
    public async Task Cached_responses_are_shared_by_path_and_the_query_keys_that_the_file_names(string one, string other, bool areShared)
    {
        var first = await _client.GetAsync(one, Stop);
        var second = await _client.GetAsync(other, Stop);

        Assert.Equal(
            areShared,
            second.IsSuccessStatusCode && await first.Content.ReadAsStringAsync(Stop) == await second.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_handler_with_a_cached_response_sees_only_the_request_data_that_its_file_names()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/kept/once?page=seen&evil=1")
        {
            Headers =
            {
                { "Accept-Language", "de" },
                { "Cookie", "session=mine" },
                { "X-Forwarded-Host", "evil.example" },
                { "X-HTTP-Method-Override", "POST" },
                { "Range", "bytes=0-1" },
                { "If-None-Match", "\"x\"" },
                { "Host", "evil.example" },
            },
        };

        var response = await _client.SendAsync(request, Stop);

        var seen = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Accept-Language", response.Headers.GetValues("Vary").Single());
        Assert.Equal(
            """GET {"page":"seen"} ["Accept-Language"] localhost""",
            $"{seen.GetProperty("method")} {seen.GetProperty("query")} {seen.GetProperty("headers")} {seen.GetProperty("host")}");
    }

    [Fact]
    public async Task Cached_responses_vary_by_the_headers_that_the_file_names()
    {
        var page = Guid.NewGuid();
        var counts = new List<int>();
        foreach (var language in new[] { "de", "en", "de" })
        {
            using var request =
                new HttpRequestMessage(HttpMethod.Get, $"/api/kept/once?page={page}") { Headers = { { "Accept-Language", language } } };
            counts.Add(
                (await (await _client.SendAsync(request, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("count")
                    .GetInt32());
        }

        Assert.Equal(counts[0], counts[2]);
        Assert.NotEqual(counts[0], counts[1]);
    }

    [Fact]
    public async Task A_request_with_credentials_is_not_served_from_the_cache()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, "/api/kept/once?page=mine&own=1") { Headers = { { "Authorization", "Bearer x" } } };

        var response = await _client.SendAsync(request, Stop);

        Assert.False(response.Headers.Contains("X-Cache"));
        Assert.Equal("no-store, must-revalidate, no-cache, max-age=0, private", response.Headers.CacheControl?.ToString());
        Assert.Equal(
            """{"page":"mine","own":"1"}""",
            (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("query").GetRawText());
    }

    [Fact]
    public async Task Other_methods_are_handled_by_the_handler()
    {
        var first = await (await _client.PostAsync("/api/kept/once", null, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        var second = await (await _client.PostAsync("/api/kept/once", null, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal("POST", first.GetProperty("method").GetString());
        Assert.NotEqual(first.GetProperty("count").GetInt32(), second.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("/api/kept/paths/report", "/api/kept/paths//report")]
    [InlineData("/api/kept/paths//report", "/api/kept/paths/report")]
    [InlineData("/api/kept/paths/report", "/api/kept/paths///report")]
    [InlineData("/api/kept/paths//report", "/api/kept//paths/report")]
    public async Task A_file_neither_gets_nor_replaces_the_cached_responses_of_another(string first, string second)
    {
        var texts = new Dictionary<string, string>();
        foreach (var path in new[] { first, second, first, second })
        {
            var response = await _client.GetAsync(path, Stop);
            var text = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(Stop) : $"{(int)response.StatusCode}";
            Assert.Equal(texts.GetValueOrDefault(path, text), text);
            texts[path] = text;
        }

        Assert.NotEqual(texts[first], texts[second]);
        Assert.Equal("report", await _client.GetStringAsync("/api/kept/paths/report", Stop));
    }

    [Fact]
    public async Task An_invalidated_path_is_regenerated_whichever_file_serves_it()
    {
        string[] paths = ["/api/kept/paths/report", "/api/kept/paths//report", "/api/kept/paths/other"];
        foreach (var path in paths)
        {
            await _client.GetAsync(path, Stop);
        }

        await _client.PostAsync("/api/kept/paths/report", null, Stop);

        var states = await Task.WhenAll(paths.Select(async path => CacheOf(await _client.GetAsync(path, Stop))));
        Assert.Equal("REVALIDATED REVALIDATED HIT", string.Join(' ', states));
    }

    [Theory]
    [InlineData("unasked", "private, no-cache")]
    [InlineData("shared", "s-maxage=60, stale-while-revalidate=31535940")]
    [InlineData("own", "public, max-age=5")]
    public async Task Cache_Control_of_a_response_behind_a_middleware_is_private_by_default(string name, string expected)
    {
        for (var i = 0; i < 2; i++)
        {
            var response = await _client.GetAsync($"/api/kept/private/{name}", Stop);

            Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, response.Headers.NonValidated["Cache-Control"].ToString()));
        }
    }

    [Fact]
    public async Task Cache_Control_of_a_response_behind_a_middleware_that_reads_a_cookie_is_private()
    {
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/kept/private/asked") { Headers = { { "Cookie", "member=ada" } } };

            var response = await _client.SendAsync(request, Stop);

            Assert.Equal(
                (HttpStatusCode.OK, "private, no-cache"),
                (response.StatusCode, response.Headers.NonValidated["Cache-Control"].ToString()));
        }
    }

    private static string? CacheOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Cache", out var values) ? values.Single() : null;
}
