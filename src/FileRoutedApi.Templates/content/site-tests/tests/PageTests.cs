using System.Net;

public class PageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_has_a_page()
    {
        await using var app = await RouteApp.StartAsync();

        Assert.Contains("<h1>Hello, world</h1>", await app.Client.GetStringAsync("/blog/hello", Stop));
    }

    [Fact]
    public async Task An_unknown_address_is_a_404()
    {
        await using var app = await RouteApp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/nowhere", Stop)).StatusCode);
    }
}
