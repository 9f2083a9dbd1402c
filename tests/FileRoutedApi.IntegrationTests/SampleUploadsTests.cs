using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

/// <summary>samples/uploads, over real Kestrel: what is kept, what is not, and how it comes back.</summary>
public sealed class SampleUploadsTests : IClassFixture<SampleUploadsTests.UploadsApp>, IDisposable
{
    private const int Limit = 300_000;
    private const string End = "\r\n--x--\r\n";

    private static readonly byte[] _png = [0x89, .. "PNG\r\n\x1A\n"u8];

    private readonly UploadsApp _uploads;
    private readonly HttpClient _client;

    public SampleUploadsTests(UploadsApp uploads)
    {
        _uploads = uploads;
        _client = uploads.App.CreatePlainClient();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Files => [.. Directory.EnumerateFiles(_uploads.Folder.Root).Select(file => Path.GetFileName(file))];

    public void Dispose()
    {
        _client.Dispose();
        foreach (var file in Files)
        {
            File.Delete(Path.Combine(_uploads.Folder.Root, file));
        }
    }

    [Theory]
    [InlineData("image/png", ".png", "\u0089PNG\r\n\u001A\n and more")]
    [InlineData("image/jpeg", ".jpg", "\u00FF\u00D8\u00FF")]
    [InlineData("application/pdf", ".pdf", "%PDF-1.7")]
    public async Task A_file_is_kept_under_a_name_of_the_servers(string type, string extension, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var response = await SendAsync(Form(bytes, type, "../../etc/passwd"));

        var upload = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
        var id = upload.GetProperty("id").GetGuid();
        Assert.Equal((HttpStatusCode.Created, $"/api/uploads/{id}"), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Equal((type, bytes.Length), (upload.GetProperty("contentType").GetString(), upload.GetProperty("length").GetInt32()));
        Assert.Equal([$"{id:N}{extension}"], Files);
        Assert.Equal(bytes, await _client.GetByteArrayAsync(response.Headers.Location, Stop));
    }

    [Theory]
    [InlineData(Limit, false, 201, 1)]
    [InlineData(Limit + 1, false, 413, 0)]
    [InlineData(Limit, true, 201, 1)]
    [InlineData(Limit + 1, true, 413, 0)]
    public async Task The_limit_is_to_the_byte(int length, bool chunked, int status, int files)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = Form(Picture(length), "image/png") };
        request.Headers.TransferEncodingChunked = chunked;

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, files), ((int)response.StatusCode, Files.Length));
    }

    [Fact]
    public async Task All_files_together_have_a_limit_that_a_failed_upload_does_not_use_up()
    {
        using var folder = new TempFolder(("kept.png", new string('x', 500)));
        using var app = new SampleApp("uploads", [("Uploads:Folder", folder.Root), ("Uploads:SizeLimit", "2000"), ("Uploads:TotalLimit", "2000")]);
        using var client = app.CreatePlainClient();

        var statuses = new List<int>();
        foreach (var length in (int[])[1000, 2001, 1000, 501, 500, 100])
        {
            statuses.Add((int)(await client.PostAsync("/api/uploads", Form(Picture(length), "image/png"), Stop)).StatusCode);
        }

        Assert.Equal([201, 413, 507, 507, 201, 507], statuses);
        Assert.Equal(3, Directory.EnumerateFiles(folder.Root).Count());
    }

    [Theory]
    [InlineData("text/html", "<html>", "The supported types are: image/png, image/jpeg, application/pdf")]
    [InlineData(null, "%PDF-1.7", "The supported types are: image/png, image/jpeg, application/pdf")]
    [InlineData("image/png", "<html>", "The file is not a valid image/png")]
    [InlineData("image/png", "%PDF-1.7", "The file is not a valid image/png")]
    [InlineData("image/png", "\u0089PNG\r\n\u001A", "The file is not a valid image/png")]
    [InlineData("image/png", "", "The file is not a valid image/png")]
    public async Task What_is_of_another_type_is_a_415(string? type, string text, string title)
    {
        var response = await SendAsync(Form(Encoding.Latin1.GetBytes(text), type));

        await AssertProblemAsync(response, 415, title);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData("text/plain", "hello", 415, "Send a file as multipart/form-data")]
    [InlineData("multipart/form-data", "hello", 415, "Send a file as multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x", "hello", 400, "The form cannot be read")]
    [InlineData("multipart/form-data; boundary=x", "--x--\r\n", 400, "The form does not begin with a file")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n", 400, "The form does not begin with a file")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7", 400, "The file is incomplete")]
    public async Task What_is_no_form_with_a_file_says_so(string type, string body, int status, string title)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        await AssertProblemAsync(await SendAsync(content), status, title);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData("bytes=0-7", 206, 0, 8, "bytes 0-7/1000")]
    [InlineData("bytes=900-", 206, 900, 100, "bytes 900-999/1000")]
    [InlineData("bytes=-1", 206, 999, 1, "bytes 999-999/1000")]
    [InlineData("bytes=1000-", 416, 0, 0, "bytes */1000")]
    public async Task A_range_is_what_was_asked_for(string range, int status, int start, int length, string contentRange)
    {
        var picture = Picture(1000);
        var file = await StoreAsync(picture);

        var response = await GetAsync(file, request => request.Headers.Range = RangeHeaderValue.Parse(range));

        Assert.Equal((status, contentRange), ((int)response.StatusCode, response.Content.Headers.ContentRange?.ToString()));
        Assert.Equal(picture[start..(start + length)], await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_download_that_broke_off_goes_on_where_it_was()
    {
        var picture = Picture(Limit);
        var file = await StoreAsync(picture);
        var start = new byte[100_000];
        EntityTagHeaderValue tag;
        using (var broken = await _client.GetAsync(file, HttpCompletionOption.ResponseHeadersRead, Stop))
        {
            tag = broken.Headers.ETag!;
            await (await broken.Content.ReadAsStreamAsync(Stop)).ReadExactlyAsync(start, Stop);
        }

        var rest = await GetAsync(file, request =>
        {
            request.Headers.Range = new RangeHeaderValue(start.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        });

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(picture, start.Concat(await rest.Content.ReadAsByteArrayAsync(Stop)));
    }

    [Fact]
    public async Task A_range_of_another_file_is_the_whole_file()
    {
        var file = await StoreAsync(Picture(1000));

        var response = await GetAsync(file, request =>
        {
            request.Headers.Range = new RangeHeaderValue(500, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"another\""));
        });

        Assert.Equal((HttpStatusCode.OK, 1000), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task What_a_client_has_already_is_a_304()
    {
        var file = await StoreAsync(Picture(1000));
        var first = await _client.GetAsync(file, Stop);

        var byTag = await GetAsync(file, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        var byTime = await GetAsync(file, request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (byTag.StatusCode, byTime.StatusCode));
    }

    [Fact]
    public async Task What_is_not_there_is_a_404() =>
        await AssertProblemAsync(await _client.GetAsync($"/api/uploads/{Guid.NewGuid()}", Stop), 404, "There is no such file");

    [Fact]
    public async Task Progress_is_seen_while_a_file_comes()
    {
        var transfer = Guid.NewGuid();
        var picture = Picture(200_000);
        using var events = await WatchAsync(transfer);
        var before = await NextAsync(events, _ => true);
        using var wire = await BeginAsync(transfer, picture.AsMemory(0, 100_000), picture.Length);
        var half = await NextAsync(events, progress => Received(progress) > 90_000);
        var filesMeanwhile = Files;

        await wire.Stream.WriteAsync(picture.AsMemory(100_000), Stop);
        await wire.SendAsync(End, Stop);
        var answer = await wire.ReadHeadersAsync(Stop);
        var after = await NextAsync(events, progress => State(progress) is "done" or "failed");

        Assert.Equal(("waiting", 0), (State(before), Received(before)));
        Assert.Equal("receiving", State(half));
        Assert.InRange(Received(half), 90_001, 100_000);
        Assert.EndsWith(".part", Assert.Single(filesMeanwhile), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 201 ", answer, StringComparison.Ordinal);
        Assert.Equal(("done", 200_000), (State(after), Received(after)));
        Assert.Empty((await events.ReadToEndAsync(Stop)).Trim());
        Assert.EndsWith(".png", Assert.Single(Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_aborted_leaves_no_file()
    {
        var transfer = Guid.NewGuid();
        using var events = await WatchAsync(transfer);
        using (await BeginAsync(transfer, Picture(100_000), 200_000))
        {
            await NextAsync(events, progress => Received(progress) > 0);
            Assert.Single(Files);
        }

        Assert.Equal("failed", State(await NextAsync(events, progress => State(progress) is "done" or "failed")));
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_transfer_is_sent_once()
    {
        var transfer = Guid.NewGuid();
        using var events = await WatchAsync(transfer);
        var wire = await BeginAsync(transfer, Picture(100_000), 200_000);
        await NextAsync(events, progress => Received(progress) > 0);

        var second = await _client.PostAsync($"/api/uploads?transfer={transfer}", Form(Picture(1000), "image/png"), Stop);

        wire.Dispose();
        await NextAsync(events, progress => State(progress) == "failed");
        await AssertProblemAsync(second, 409, "This transfer has begun already");
    }

    private static byte[] Picture(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        _png.CopyTo(bytes, 0);
        return bytes;
    }

    private static MultipartFormDataContent Form(byte[] bytes, string? type, string name = "picture.png")
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return new MultipartFormDataContent { { file, "file", name } };
    }

    private static string? State(JsonElement progress) => progress.GetProperty("state").GetString();

    private static int Received(JsonElement progress) => progress.GetProperty("received").GetInt32();

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string title)
    {
        var problem = await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(title, JsonElement.Parse(problem).GetProperty("title").GetString());
    }

    /// <summary>Waits for an event, and leaves out those before it.</summary>
    private static async Task<JsonElement> NextAsync(StreamReader events, Func<JsonElement, bool> isMeant)
    {
        const string data = "data: ";
        while (await events.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith(data, StringComparison.Ordinal) && JsonElement.Parse(line[data.Length..]) is var progress && isMeant(progress))
            {
                return progress;
            }
        }

        throw new InvalidOperationException("The events are over.");
    }

    private Task<HttpResponseMessage> SendAsync(HttpContent content) => _client.PostAsync("/api/uploads", content, Stop);

    private async Task<Uri> StoreAsync(byte[] picture) => (await SendAsync(Form(picture, "image/png"))).Headers.Location!;

    private Task<HttpResponseMessage> GetAsync(Uri file, Action<HttpRequestMessage> ask)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, file);
        ask(request);
        return _client.SendAsync(request, Stop);
    }

    private async Task<StreamReader> WatchAsync(Guid transfer) => new(await _client.GetStreamAsync($"/api/transfers/{transfer}", Stop));

    /// <summary>Begins to send a picture.</summary>
    /// <param name="start">What of it is sent at once.</param>
    /// <param name="length">How long it is going to be.</param>
    private async Task<Wire> BeginAsync(Guid transfer, ReadOnlyMemory<byte> start, int length)
    {
        const string part = "--x\r\nContent-Disposition: form-data; name=file; filename=a.png\r\nContent-Type: image/png\r\n\r\n";
        var wire = await Wire.ConnectAsync(_uploads.App.EndPoint, Stop);
        await wire.SendAsync(
            $"POST /api/uploads?transfer={transfer} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {part.Length + length + End.Length}\r\n\r\n{part}", Stop);
        await wire.Stream.WriteAsync(start, Stop);
        return wire;
    }

    /// <summary>The sample with a folder of its own; each test cleans up what it uploads.</summary>
    public sealed class UploadsApp : IDisposable
    {
        public UploadsApp() => App = new SampleApp(
            "uploads", [("Uploads:Folder", Folder.Root), ("Uploads:SizeLimit", Limit.ToString(CultureInfo.InvariantCulture))], kestrel: true);

        internal TempFolder Folder { get; } = new();

        internal SampleApp App { get; }

        public void Dispose()
        {
            App.Dispose();
            Folder.Dispose();
        }
    }
}
