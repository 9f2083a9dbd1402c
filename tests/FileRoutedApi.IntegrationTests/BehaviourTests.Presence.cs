using System.IO.Compression;

namespace FileRoutedApi.IntegrationTests;

/// <content>Bodies that are empty although they were announced, and bodies that are compressed.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("POST", "index", null, 200, """{"body":null}""")]
    [InlineData("POST", "index", "text/plain", 200, """{"body":null}""")]
    [InlineData("POST", "index", "application/json", 200, """{"body":{}}""")]
    [InlineData("POST", "index", "multipart/form-data; boundary=b", 200, """{"body":null}""")]
    [InlineData("POST", "bound", null, 200, """{"has":false}""")]
    [InlineData("POST", "bound", "application/json", 200, """{"has":false}""")]
    [InlineData("PUT", "bound", null, 400, "A body is required")]
    [InlineData("PUT", "bound", "application/json", 400, "A body is required")]
    [InlineData("PATCH", "bound", null, 400, "has no body")]
    [InlineData("PATCH", "bound", "application/json", 400, "has no body")]
    [InlineData("DELETE", "bound", null, 200, """{"a":null}""")]
    [InlineData("POST", "raw", null, 200, """{"length":0}""")]
    [InlineData("POST", "off", "application/json", 200, """{"length":0}""")]
    [InlineData("POST", "folder", null, 200, """{"body":null}""")]
    [InlineData("POST", "folder/bound", "application/json", 200, """{"has":false}""")]
    [InlineData("PATCH", "folder/bound", null, 400, "has no body")]
    public async Task Chunks_without_a_byte_are_no_body(string method, string file, string? type, int status, string expected)
    {
        using var request = ChunkedRequest(method, $"/api/presence/{file.Replace("index", "", StringComparison.Ordinal)}", "", type);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "index", "text/plain", "abc", """{"body":"abc"}""")]
    [InlineData("POST", "index", "application/json", """{"a":1}""", """{"body":{"a":1}}""")]
    [InlineData("POST", "bound", "application/json", """{"a":1}""", """{"has":true}""")]
    [InlineData("PATCH", "bound", "application/json", """{"a":1}""", "typed")]
    [InlineData("DELETE", "bound", "application/x-www-form-urlencoded", "a=xyz", """{"a":"xyz"}""")]
    [InlineData("POST", "raw", null, "abc", """{"length":3}""")]
    [InlineData("POST", "folder", "application/json", """{"a":1}""", """{"body":{"a":1}}""")]
    [InlineData("POST", "folder/bound", "application/json", """{"a":1}""", """{"has":true}""")]
    public async Task Chunks_with_bytes_are_the_whole_body(string method, string file, string? type, string body, string expected)
    {
        using var request = ChunkedRequest(method, $"/api/presence/{file.Replace("index", "", StringComparison.Ordinal)}", body, type);

        Assert.Contains(expected, await (await _client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "index", "application/json", "gzip")]
    [InlineData("POST", "index", "application/x-www-form-urlencoded", "gzip")]
    [InlineData("POST", "index", "multipart/form-data; boundary=b", "gzip")]
    [InlineData("POST", "index", "text/plain", "gzip")]
    [InlineData("POST", "index", "application/json", "br")]
    [InlineData("POST", "index", "application/json", "identity, GZIP")]
    [InlineData("POST", "bound", "application/json", "gzip")]
    [InlineData("PUT", "bound", "application/json", "gzip")]
    [InlineData("PATCH", "bound", "application/json", "gzip")]
    [InlineData("PATCH", "bound", "application/x-www-form-urlencoded", "gzip")]
    [InlineData("DELETE", "bound", "application/x-www-form-urlencoded", "gzip")]
    [InlineData("POST", "folder", "application/json", "gzip")]
    [InlineData("POST", "folder/bound", "application/json", "gzip")]
    public async Task A_compressed_body_is_a_415_that_says_what_is_accepted(string method, string file, string type, string encoding)
    {
        var response = await SendEncodedAsync(method, $"/api/presence/{file.Replace("index", "", StringComparison.Ordinal)}", type, encoding, Compressed("a=1"));

        await ExpectProblemAsync(response, 415, "Unsupported Media Type");
        Assert.Equal("identity", response.Headers.GetValues("Accept-Encoding").Single());
    }

    [Theory]
    [InlineData("raw", "application/json", """{"length":23}""")]
    [InlineData("off", "application/json", """{"length":23}""")]
    [InlineData("index", "application/octet-stream", """{"body":"H4sI""")]
    public async Task Whatever_takes_bytes_takes_them_compressed(string file, string type, string expected)
    {
        var response = await SendEncodedAsync("POST", $"/api/presence/{file.Replace("index", "", StringComparison.Ordinal)}", type, "gzip", Compressed("a=1"));

        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity, identity")]
    public async Task A_body_with_the_encoding_identity_is_read(string encoding)
    {
        var response = await SendEncodedAsync("POST", "/api/presence", "text/plain", encoding, "abc"u8.ToArray());

        Assert.Equal("""{"body":"abc"}""", await response.Content.ReadAsStringAsync(Stop));
    }

    private async Task<HttpResponseMessage> SendEncodedAsync(string method, string path, string type, string encoding, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await _client.SendAsync(request, Stop);
    }

    private static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
