using FileRoutedApi.Http;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Tests.Http;

public class RequestCookiesTests
{
    [Theory]
    [InlineData("nextjs=cool;", "nextjs:cool")]
    [InlineData("a=1; b=2", "a:1|b:2")]
    [InlineData("a=1;b=2", "a:1|b:2")]
    [InlineData("a=1; a=2", "a:1")]
    [InlineData("a = 1 ", "a:1")]
    [InlineData("a=\"x y\"", "a:x y")]
    [InlineData("a=\"x", "a:")]
    [InlineData("a=\"", "a:")]
    [InlineData("a=%20%C3%A9", "a: é")]
    [InlineData("a=%zz%20", "a:%zz%20")]
    [InlineData("a=%FF", "a:%FF")]
    [InlineData("a=b=c", "a:b=c")]
    [InlineData("flag; a=1", "a:1")]
    [InlineData("A=1; a=2", "A:1|a:2")]
    [InlineData(";;;=;==;,,\u0001", ":")]
    [InlineData("\ta\t=\t1\t; \t b=2", "a:1|b:2")]
    [InlineData("\u2000__Host-a=1", "\u2000__Host-a:1")]
    [InlineData("__Host-a\u00A0=1", "__Host-a\u00A0:1")]
    [InlineData("\u3000__Host-a=1", "\u3000__Host-a:1")]
    [InlineData("\u0085__Host-a=1", "\u0085__Host-a:1")]
    [InlineData("\u2028__Host-a=1", "\u2028__Host-a:1")]
    [InlineData("\u000B__Host-a=1", "\u000B__Host-a:1")]
    [InlineData("a=\u00A01\u2000", "a:\u00A01\u2000")]
    [InlineData("", "")]
    public void A_header_has_cookies(string header, string expected) =>
        Assert.Equal(expected, Show(RequestCookies.Parse(header)));

    [Fact]
    public void No_header_has_none() => Assert.Empty(RequestCookies.Parse(StringValues.Empty));

    [Fact]
    public void Repeated_headers_are_joined() => Assert.Equal("a:1|b:2", Show(RequestCookies.Parse(new(["a=1", "b=2; a=3"]))));

    private static string Show(IReadOnlyDictionary<string, string> cookies) =>
        string.Join('|', cookies.Select(cookie => $"{cookie.Key}:{cookie.Value}"));
}
