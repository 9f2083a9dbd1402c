using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ConduitTests;

/// <summary>Requests in the form of the contract.</summary>
internal static class Clients
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Registers a user and returns a client that sends the user's token.</summary>
    public static async Task<HttpClient> SignUpAsync(this ConduitApp app, string name)
    {
        var client = app.CreateClient();
        var (_, user) = await client.SendAsync(
            "POST",
            "/api/users",
            $$$"""{"user":{"username":"{{{name}}}","email":"{{{name}}}@example.org","password":"secret-{{{name}}}"}}""");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", (string)user!["user"]!["token"]!);
        return client;
    }

    /// <summary>Publishes an article and returns its slug.</summary>
    public static async Task<string> PublishAsync(this HttpClient client, string title, string tags = "[]")
    {
        var (_, article) = await client.SendAsync(
            "POST",
            "/api/articles",
            $$$"""{"article":{"title":"{{{title}}}","description":"About it","body":"Text","tagList":{{{tags}}}}}""");
        return (string)article!["article"]!["slug"]!;
    }

    /// <returns>The status code and the JSON of the response, null where it has no body.</returns>
    public static async Task<(int Status, JsonNode? Json)> SendAsync(
        this HttpClient client, string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Content = json is null ? null : new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
