using System.Net;

namespace FileRoutedApi.IntegrationTests;

/// <content>Results of functions whose return type does not show whether they are one value.</content>
public abstract partial class BehaviourTests
{
    /// <summary>The return type of the functions, <c>IResult</c> or <c>object</c>, does not show what is returned.</summary>
    [Theory]
    [InlineData("json", 200, "{\"name\":\"x\"}", true)]
    [InlineData("ok", 200, "{\"name\":\"x\"}", true)]
    [InlineData("nested", 200, "{\"name\":\"x\"}", true)]
    [InlineData("created", 201, "{\"name\":\"x\"}", true)]
    [InlineData("text", 200, "text", true)]
    [InlineData("bytes", 200, "bytes", true)]
    [InlineData("sequence", 200, "[1,2]", false)]
    [InlineData("nested-sequence", 200, "{\"numbers\":[1,2]}", false)]
    [InlineData("own", 200, "one,two", false)]
    public async Task A_result_that_is_one_value_has_a_length(string kind, int status, string expected, bool hasLength)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Post })
        {
            using var request = new HttpRequestMessage(method, $"/api/returned?kind={kind}");
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

            Assert.Equal(hasLength ? expected.Length : null, response.Content.Headers.ContentLength);
            Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_result_is_held_back_up_to_64_KB(string method)
    {
        using var whole = new HttpRequestMessage(new HttpMethod(method), "/api/returned?kind=failing");
        using var parts = new HttpRequestMessage(new HttpMethod(method), "/api/returned?kind=long");

        Assert.Equal(HttpStatusCode.InternalServerError, (await _client.SendAsync(whole, Stop)).StatusCode);
        var response = await _client.SendAsync(parts, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Null(response.Content.Headers.ContentLength);
        Assert.Equal(100_002, (await response.Content.ReadAsStringAsync(Stop)).Length);
    }
}
