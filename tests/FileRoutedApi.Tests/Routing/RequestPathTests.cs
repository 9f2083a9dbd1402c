using FileRoutedApi.Routing;

namespace FileRoutedApi.Tests.Routing;

public class RequestPathTests
{
    [Theory]
    [InlineData("/", "", "")]
    [InlineData("/api/a", "api|a", "api|a")]
    [InlineData("/api/a/", "api|a", "api|a")]
    [InlineData("/api//a", "api||a", "api||a")]
    [InlineData("/api/a?x=%zz", "api|a", "api|a")]
    [InlineData("/api/a%20b+c", "api|a b+c", "api|a b+c")]
    [InlineData("/api/a%2Fb", "api|a%2Fb", "api|a/b")]
    [InlineData("/api/a%2fb%2Fc", "api|a%2fb%2Fc", "api|a/b/c")]
    [InlineData("/api/a%252Fb", "api|a%2Fb", "api|a%2Fb")]
    [InlineData("/api/%E2%82%AC", "api|€", "api|€")]
    [InlineData("/api/./a/../b", "api|b", "api|b")]
    [InlineData("/api/%2e%2E/b", "b", "b")]
    [InlineData("/../../a", "a", "a")]
    [InlineData("/api/a/..", "api", "api")]
    [InlineData("/api/:42", "api|:42", "api|:42")]
    public void A_target_has_segments(string target, string matched, string decoded)
    {
        var path = RequestPath.TryParse(target);

        Assert.NotNull(path);
        Assert.Equal((matched, decoded), (string.Join('|', path.Matched), string.Join('|', path.Decoded)));
    }

    [Theory]
    [InlineData("/%")]
    [InlineData("/%2")]
    [InlineData("/a%zzb")]
    [InlineData("/%FF")]
    [InlineData("/%E2%82")]
    [InlineData("/%C3/%A9")]
    [InlineData("/%ED%A0%80")]
    public void A_path_with_an_invalid_escape_is_not_parsed(string target) => Assert.Null(RequestPath.TryParse(target));
}
