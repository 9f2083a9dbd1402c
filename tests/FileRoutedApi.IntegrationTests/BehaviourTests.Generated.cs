namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("regex?text=a_b", "a-b")]
    [InlineData("alias?text=a1", "a#")]
    [InlineData("log?name=Ada", "Ada")]
    [InlineData("json", """{"id":1,"name":"one"}""")]
    [InlineData("json-again", """{"Id":2,"Again":true}""")]
    [InlineData("native", "true")]
    [InlineData("options", "invalid")]
    [InlineData("options?name=smtp", "valid")]
    [InlineData("shared?text=Hello", "H*ll*")]
    public async Task The_source_generators_of_the_framework_write_their_code(string path, string expected) =>
        Assert.Equal(expected, await _client.GetStringAsync($"/api/generated/{path}", Stop));
}
