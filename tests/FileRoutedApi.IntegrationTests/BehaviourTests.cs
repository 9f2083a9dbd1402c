using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace FileRoutedApi.IntegrationTests;

/// <summary>
/// The behaviour that clients see. It is the same on every server and with compiled and built folders. Tests of raw HTTP are in
/// <see cref="WireTests"/>.
/// </summary>
public abstract partial class BehaviourTests(App app)
{
    private readonly HttpClient _client = app.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> PostAsync(string path, string? type, byte[] bytes, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await _client.SendAsync(request, Stop);
    }

    private protected static async Task<Microsoft.AspNetCore.Mvc.ProblemDetails> ExpectProblemAsync(
        HttpResponseMessage response, int status, string title)
    {
        Assert.Equal(MediaTypeHeaderValue.Parse("application/problem+json"), response.Content.Headers.ContentType);
        var problem = await response.Content.ReadFromJsonAsync<Microsoft.AspNetCore.Mvc.ProblemDetails>(Stop);
        Assert.Equal((status, status, title), ((int)response.StatusCode, problem!.Status!.Value, problem.Title));
        Assert.True(problem.Extensions.ContainsKey("traceId"));
        return problem;
    }

    private sealed record Echo(string File, Dictionary<string, string> Query);
}
