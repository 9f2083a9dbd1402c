using FileRoutedApi.Development;

namespace FileRoutedApi.Tests.Development;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("Authorization", "Bearer abc", "Bearer •••")]
    [InlineData("authorization", "abc", "•••")]
    [InlineData("Proxy-Authorization", "Basic YTpi", "Basic •••")]
    [InlineData("Cookie", "a=1", "•••")]
    [InlineData("Set-Cookie", "a=1; Path=/", "•••")]
    [InlineData("X-Api-Key", "abc", "•••")]
    [InlineData("x-functions-key", "abc", "•••")]
    [InlineData("X-XSRF-TOKEN", "abc", "•••")]
    [InlineData("access_token", "abc", "•••")]
    [InlineData("ClientSecret", "abc", "•••")]
    [InlineData("Accept", "text/html", "text/html")]
    [InlineData("id", "7", "7")]
    [InlineData("monkey", "7", "7")]
    public void The_value_of_a_secret_is_masked(string name, string value, string expected) => Assert.Equal(expected, SecretText.Of(name, value));

    [Theory]
    [InlineData("?id=7&token=abc&x=1", "?id=7&token=•••&x=1")]
    [InlineData("/api/x?api%5Fkey=abc", "/api/x?api%5Fkey=•••")]
    [InlineData("?a", "?a")]
    public void Parameters_are_masked(string query, string expected) => Assert.Equal(expected, SecretText.OfQuery(query));

    [Theory]
    [InlineData("""{"name":"Ada","password":"a\"b"}""", """{"name":"Ada","password":"•••"}""")]
    [InlineData("""{ "a": { "apiKey" : 12345 } }""", """{ "a": { "apiKey" : "•••" } }""")]
    [InlineData("""{"refresh_token":"cut of""", """{"refresh_token":"•••" """)]
    [InlineData("user=ada&password=secret", "user=ada&password=•••")]
    [InlineData("plain text", "plain text")]
    public void Bodies_are_masked(string body, string expected) => Assert.Equal(expected.TrimEnd(), SecretText.OfBody(body));
}
