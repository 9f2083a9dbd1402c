using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using FileRoutedApi.Built;

namespace FileRoutedApi.IntegrationTests.StaticFiles;

/// <summary>Static files in the output of <c>build</c>, and their compressed copies.</summary>
public class PublicBuildTests
{
    private const string Route = "string GET() => \"a\";\n";

    private static readonly string _script = string.Concat(Enumerable.Range(0, 400).Select(i => $"export const value{i} = {i};\n"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compressible_files_get_smaller_copies()
    {
        using var folder = new TempFolder(
            ("api/a.cs", Route),
            ("public/app.js", _script),
            ("public/small.js", "export const a = 1;\n"),
            ("public/photo.jpg", _script),
            ("public/own.js", _script),
            ("public/own.js.br", "of the user"),
            ("public/data.unknown", _script),
            ("public/deep/page.html", _script),
            ("public/.dot", "no"));
        await File.WriteAllBytesAsync(Path.Combine(folder.Root, "public/random.js"), RandomText(4000), Stop);
        var output = await PublicApp.BuildAsync(folder);

        Assert.Equal(
            [
                "app.js", "app.js.br", "app.js.gz", "data.unknown", "deep/page.html", "deep/page.html.br", "deep/page.html.gz", "own.js",
                "own.js.br", "own.js.gz", "photo.jpg", "random.js", "small.js",
            ],
            FilesIn(Path.Combine(output, "public")));
        Assert.Equal("of the user", await File.ReadAllTextAsync(Path.Combine(output, "public/own.js.br"), Stop));
        Assert.Equal(_script, await UnpackAsync(Path.Combine(output, "public/app.js.br")));
        Assert.Equal(_script, await UnpackAsync(Path.Combine(output, "public/app.js.gz")));
        var manifest = BuildManifest.TryRead(await File.ReadAllBytesAsync(Path.Combine(output, BuildManifest.FileName), Stop))!;
        Assert.Equal(
            [
                "app.js Brotli,Gzip", "data.unknown ", "deep/page.html Brotli,Gzip", "own.js Gzip", "own.js.br ", "photo.jpg ", "random.js ",
                "small.js ",
            ],
            manifest.Public.Select(file => $"{file.Name} {string.Join(',', file.Encodings)}"));
    }

    [Fact]
    public async Task The_encoding_that_the_client_prefers_is_sent()
    {
        using var folder = new TempFolder(
            ("api/a.cs", Route), ("public/app.js", _script), ("public/own.js", _script), ("public/own.js.br", "of the user"),
            ("public/small.txt", "small"));
        await using var host = HostProcess.StartBuilt(await PublicApp.BuildAsync(folder));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        var tags = new HashSet<string>();
        foreach (var (accepted, sent) in new (string?, string)[]
        {
            (null, ""), ("", ""), ("identity", ""), ("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=1.0, br;q=0.5", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0, gzip;q=0", ""), ("*", "br"), ("*;q=0", ""),
            ("br;q=0, *", "gzip"), ("identity;q=1, br;q=0.1", ""), ("BR", "br"), ("deflate", ""), (";;;", ""), ("br;q=x", ""),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var response = await client.SendAsync(request, Stop);

            Assert.Equal((accepted, sent), (accepted, string.Join(',', response.Content.Headers.ContentEncoding)));
            Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
            Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            Assert.Equal(_script, await UnpackAsync(await response.Content.ReadAsStreamAsync(Stop), sent));
            Assert.Equal(sent == "" ? ["bytes"] : [], response.Headers.AcceptRanges);
            tags.Add($"{sent} {response.Headers.ETag}");
        }

        Assert.Equal(3, tags.Count);
        Assert.Equal(3, tags.Select(tag => tag.Split(' ')[1]).Distinct().Count());
        Assert.Equal("of the user", await client.GetStringAsync("/own.js.br", Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/app.js.br", Stop)).StatusCode);
        Assert.Empty((await client.GetAsync("/small.txt", Stop)).Headers.Vary);
    }

    [Fact]
    public async Task A_compressed_copy_is_validated_by_its_own_ETag()
    {
        using var folder = new TempFolder(("api/a.cs", Route), ("public/app.js", _script));
        await using var host = HostProcess.StartBuilt(await PublicApp.BuildAsync(folder));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        using var first = await SendAsync(client, "br", []);

        using var same = await SendAsync(client, "br", [first.Headers.ETag!]);
        using var other = await SendAsync(client, "gzip", [first.Headers.ETag!]);

        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (same.StatusCode, same.Headers.ETag));
        Assert.Equal(["Accept-Encoding"], same.Headers.Vary);
        Assert.Equal((HttpStatusCode.OK, "gzip"), (other.StatusCode, other.Content.Headers.ContentEncoding.Single()));

        static async Task<HttpResponseMessage> SendAsync(HttpClient client, string encoding, EntityTagHeaderValue[] known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
            request.Headers.AcceptEncoding.ParseAdd(encoding);
            Array.ForEach(known, request.Headers.IfNoneMatch.Add);
            return await client.SendAsync(request, Stop);
        }
    }

    [Fact]
    public async Task A_build_replaces_the_static_files_of_the_previous_one()
    {
        using var folder = new TempFolder(("api/a.cs", Route), ("public/old/deep/x.txt", "x"), ("public/app.js", _script));
        var output = await PublicApp.BuildAsync(folder);
        Directory.Delete(Path.Combine(folder.Root, "public/old"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "public/new.txt"), "new", Stop);

        await PublicApp.BuildAsync(folder);
        Assert.Equal(["app.js", "app.js.br", "app.js.gz", "new.txt"], FilesIn(Path.Combine(output, "public")));

        Directory.Delete(Path.Combine(folder.Root, "public"), recursive: true);
        await PublicApp.BuildAsync(folder);
        Assert.False(Directory.Exists(Path.Combine(output, "public")));
        Assert.Equal(["api", "out"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("public/edited.txt")]
    [InlineData("public/app.js")]
    [InlineData("public/deep/new.txt")]
    public async Task FRA3024_static_files_that_were_changed_in_the_output_are_not_replaced(string file)
    {
        using var folder = new TempFolder(("api/a.cs", Route), ("public/app.js", _script));
        var output = await PublicApp.BuildAsync(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(output, file))!);
        await File.WriteAllTextAsync(Path.Combine(output, file), "mine", Stop);

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => PublicApp.BuildAsync(folder));

        Assert.Equal("FRA3024", Assert.Single(exception.Diagnostics).Id);
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(output, file), Stop));
    }

    [Fact]
    public async Task FRA3025_the_output_is_not_written_into_the_static_files()
    {
        using var folder = new TempFolder(("api/a.cs", Route), ("public/x.txt", "x"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--output", "public/out");

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3025", errors, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Static_files_of_the_output_keep_their_time_and_are_readable()
    {
        using var folder = new TempFolder(("api/a.cs", Route), ("public/deep/app.js", _script));
        var source = Path.Combine(folder.Root, "public/deep/app.js");
        File.SetLastWriteTimeUtc(source, new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetUnixFileMode(source, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var output = await PublicApp.BuildAsync(folder);

        foreach (var file in Directory.GetFiles(Path.Combine(output, "public/deep")))
        {
            Assert.Equal(File.GetLastWriteTimeUtc(source), File.GetLastWriteTimeUtc(file));
            Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead));
        }

        Assert.True(File.GetUnixFileMode(Path.Combine(output, "public/deep")).HasFlag(UnixFileMode.OtherExecute));
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static byte[] RandomText(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static async Task<string> UnpackAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return await UnpackAsync(stream, file.EndsWith(".br", StringComparison.Ordinal) ? "br" : "gzip");
    }

    private static async Task<string> UnpackAsync(Stream stream, string encoding)
    {
        await using var unpacked = encoding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
        using var reader = new StreamReader(unpacked);
        return await reader.ReadToEndAsync(Stop);
    }
}
