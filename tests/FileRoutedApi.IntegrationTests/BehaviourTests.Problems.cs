using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("GET", "?kind=api", null, "application/json", 409, "Taken", "", "ApiException")]
    [InlineData("GET", "?kind=fields", null, "application/json", 422, "One or more validation errors occurred.", "name", "ApiException")]
    [InlineData("GET", "", null, "application/json", 400, "Bad Request", "", "ApiException")]
    [InlineData("GET", "?kind=fault", null, "application/json", 500, "Internal Server Error", "", "InvalidOperationException")]
    [InlineData(
        "POST", "", """{"zipCode":"1"}""", "application/json", 400, "One or more validation errors occurred.", "zipCode", "ApiException")]
    [InlineData("POST", "?page=x", """{"zipCode":"12345"}""", "application/json", 400, "Bad Request", "", "ApiException")]
    [InlineData("POST", "", "{", "application/json", 400, "Invalid JSON", "", "ApiException")]
    [InlineData("POST", "", "a", "text/plain", 415, "Unsupported Media Type", "", "ApiException")]
    [InlineData("PUT", "", """{"sku":""}""", "application/json", 400, "One or more validation errors occurred.", "sku", "ApiException")]
    [InlineData("PUT", "", "large", "application/json", 413, "Body exceeded 200 limit", "", "ApiException")]
    [InlineData("GET", "/guarded?refuse", null, "application/json", 403, "Not you", "", "ApiException")]
    public async Task An_error_file_that_takes_an_ApiException_responds_to_every_error(
        string method, string path, string? body, string type, int status, string title, string fields, string thrown)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/problems{path}")
        {
            Content = body is null ? null : new StringContent(body == "large" ? new string(' ', 300) : body, Encoding.UTF8, type),
        };

        var response = await _client.SendAsync(request, Stop);

        var error = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((status, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            (title, status, fields, thrown),
            (error.GetProperty("error").GetString(), error.GetProperty("status").GetInt32(),
                string.Join(',', error.GetProperty("fields").EnumerateArray()), error.GetProperty("thrown").GetString()));
        Assert.StartsWith("/api/problems", error.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("failing")]
    public async Task An_ApiException_is_problem_details_where_no_error_file_takes_it(string folder) =>
        await ExpectProblemAsync(await _client.GetAsync($"/api/problems/{folder}", Stop), 409, "Taken");

    [Fact]
    public async Task An_error_file_that_takes_an_Exception_responds_to_unhandled_ones()
    {
        var response = await _client.PostAsync("/api/problems/plain", null, Stop);

        Assert.Equal((500, "plain"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }
}
