using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Pages;

/// <summary>A script of this library. Its URL contains the hash of its content, so that clients can cache it without asking again.</summary>
internal sealed partial class PageScript
{
    private const string Immutable = "public, max-age=31536000, immutable";

    private readonly byte[] _content;
    private readonly Lazy<byte[]> _compressed;

    private PageScript(string name)
    {
        using var resource = typeof(PageScript).Assembly.GetManifestResourceStream($"FileRoutedApi.Pages.Scripts.{name}.js")!;
        using var reader = new StreamReader(resource);
        _content = Encoding.UTF8.GetBytes(WithoutComments(reader.ReadToEnd()));
        _compressed = new(() => Compress(_content));
        Path = $"/_fra/{name}.{XxHash64.HashToUInt64(_content).ToString("x16", CultureInfo.InvariantCulture)}.js";
    }

    /// <summary>Gets the script that follows links without loading the whole document.</summary>
    public static PageScript Navigation { get; } = new("navigation");

    /// <summary>Gets the script that shows a page again when it was saved.</summary>
    public static PageScript Development { get; } = new("dev");

    /// <summary>Gets the path of its URL.</summary>
    public string Path { get; }

    /// <summary>Gets its text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>Writes it as a response.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/javascript; charset=utf-8";
        response.Headers.CacheControl = Immutable;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        var body = _content;
        if (AcceptsGzip(context.Request))
        {
            body = _compressed.Value;
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Removes comments and indentation. Both scripts are written so that this does not change what they do.</summary>
    private static string WithoutComments(string script) => string.Join('\n', DocComment().Replace(script, "")
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"/\*\*.*?\*/ ?", RegexOptions.Singleline)]
    private static partial Regex DocComment();

    private static bool AcceptsGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
        .Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
