using System.Net;

public class PostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_is_found_by_its_id()
    {
        await using var app = await RouteApp.StartAsync();

        Assert.Equal(Posts.Find("hello"), await app.Client.GetFromJsonAsync<Post>("/api/post/hello", Stop));
    }

    [Fact]
    public async Task An_unknown_post_is_a_404()
    {
        await using var app = await RouteApp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/post/unknown", Stop)).StatusCode);
    }
}
