using System.Text.Json;

namespace FileRoutedApi.Tests.Http;

public class RequestQueryTests
{
    // Computed with Node's url.parse(…, true).
    [Theory]
    [InlineData("", "{}")]
    [InlineData("?", "{}")]
    [InlineData("?a=1&b=2&a=3", """{"a":["1","3"],"b":"2"}""")]
    [InlineData("?a=1&a=2&a=3", """{"a":["1","2","3"]}""")]
    [InlineData("?a", """{"a":""}""")]
    [InlineData("?a=", """{"a":""}""")]
    [InlineData("?=1", """{"":"1"}""")]
    [InlineData("?a=1=2", """{"a":"1=2"}""")]
    [InlineData("?a=b+c%20d", """{"a":"b c d"}""")]
    [InlineData("?a=%zz", """{"a":"%zz"}""")]
    [InlineData("?a[]=1&a[]=2", """{"a[]":["1","2"]}""")]
    [InlineData("?&&a=1&&", """{"a":"1"}""")]
    [InlineData("?a=1;b=2", """{"a":"1;b=2"}""")]
    [InlineData("?%61=1", """{"a":"1"}""")]
    [InlineData("?A=1&a=2", """{"A":["1","2"]}""")]
    [InlineData("?__proto__=1", """{"__proto__":"1"}""")]
    public void A_query_string_has_keys(string text, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(RequestQuery.Parse(text)));

    [Fact]
    public void All_of_1000_query_keys_are_parsed()
    {
        var query = RequestQuery.Parse("?" + string.Join('&', Enumerable.Range(0, 1500).Select(i => $"k{i}={i}")));

        Assert.Equal(1500, query.Count);
        Assert.Equal("1499", query["k1499"].ToString());
    }

    [Fact]
    public void A_missing_key_is_null_and_an_empty_array()
    {
        var query = RequestQuery.Parse("?a=1");
        string text = query["b"];
        string[] values = query["b"];

        Assert.Null(query["b"]);
        Assert.Null(text);
        Assert.Empty(values);
    }

    [Fact]
    public void A_value_converts_by_itself()
    {
        var query = RequestQuery.Parse("?a=1&b=2&b=3");
        string single = query["a"];
        string joined = query["b"];
        string[] one = query["a"];
        string[] two = query["b"];

        Assert.Equal(("1", "2,3"), (single, joined));
        Assert.Equal(["1"], one);
        Assert.Equal(["2", "3"], two);
        Assert.True(query["a"] == "1");
    }

    [Fact]
    public void A_handler_may_assign()
    {
        var query = RequestQuery.Parse("?a=1");
        query["b"] = "2";
        query["a"] = null;

        Assert.Equal("""{"b":"2"}""", JsonSerializer.Serialize(query));
    }
}
