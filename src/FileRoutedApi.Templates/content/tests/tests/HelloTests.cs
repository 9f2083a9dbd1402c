public class HelloTests
{
    [Fact]
    public async Task Hello_has_a_message()
    {
        await using var app = await RouteApp.StartAsync();

        Assert.Equal("""{"message":"Hello from FraName!"}""", await app.Client.GetStringAsync("/api/hello", TestContext.Current.CancellationToken));
    }
}
