namespace FileRoutedApi.IntegrationTests;

/// <summary>Streamed responses of real Kestrel.</summary>
public class StreamingTests(KestrelApp app)
{
    private static readonly SemaphoreSlim _oneAtATime = new(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/streams/gated-items", "[\"first\"", "[\"first\",\"second\"]")]
    [InlineData("/api/streams/gated-events", "data: first\n\n", "data: first\n\ndata: second\n\n")]
    public async Task The_first_item_arrives_before_the_second_is_produced(string path, string first, string whole)
    {
        await _oneAtATime.WaitAsync(Stop);
        try
        {
            using var client = app.CreatePlainClient();
            using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
            await using var stream = await response.Content.ReadAsStreamAsync(Stop);

            var received = await ReadAsync(stream, first.Length);
            Assert.Equal(first, received);

            await client.PostAsync(path, null, Stop);
            using var rest = new StreamReader(stream);
            Assert.Equal(whole, received + await rest.ReadToEndAsync(Stop));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    [Theory]
    [InlineData("/api/streams/gated-items", "[\"first\"", "Items: cancelled true")]
    [InlineData("/api/streams/gated-events", "data: first\n\n", "Events: cancelled true")]
    public async Task A_client_that_disconnects_cancels_the_token(string path, string first, string logged)
    {
        await _oneAtATime.WaitAsync(Stop);
        try
        {
            using (var wire = await Wire.ConnectAsync(app.EndPoint, Stop))
            {
                await wire.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
                await wire.ReadUntilAsync(first, Stop);
            }

            await app.Logs.WaitForAsync(logged);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static async Task<string> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, Stop);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
