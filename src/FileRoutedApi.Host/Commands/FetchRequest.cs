namespace FileRoutedApi.Host.Commands;

/// <summary>A request as the command line describes it, with the options of curl.</summary>
/// <param name="Url">A path, or an absolute URL of which only the scheme and the host are used.</param>
/// <param name="Method">The method; null for POST with data and GET without.</param>
/// <param name="Headers">The headers as <c>Name: value</c>.</param>
/// <param name="Data">The parts of a form; each a text, <c>@file</c>, or <c>@-</c> for standard input.</param>
/// <param name="Json">The parts of a JSON body, in the same forms.</param>
internal sealed record FetchRequest(string Url, string? Method, string[] Headers, string[] Data, string[] Json)
{
    /// <summary>Gets the method.</summary>
    public string EffectiveMethod => Method ?? (Data.Length + Json.Length > 0 ? HttpMethods.Post : HttpMethods.Get);

    /// <summary>Returns true for a path or an absolute http URL.</summary>
    public static bool IsUrl(string text) =>
        text.StartsWith('/') || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");

    /// <summary>Returns true for <c>Name: value</c> and <c>Name:</c>.</summary>
    public static bool IsHeader(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && text.AsSpan(0, colon).IndexOfAnyExcept(_tokens) < 0
        && text.AsSpan().IndexOfAny('\r', '\n') < 0;

    /// <summary>Returns the scheme, the host, the path with its query, and the query.</summary>
    public (string Scheme, string Host, string Path, string Query) Split()
    {
        // Without a fragment, which is not sent. The path is not normalized, so that a test can send any path.
        var url = Url.Split('#')[0];
        var (scheme, host) = ("http", "localhost");
        if (!url.StartsWith('/'))
        {
            var uri = new Uri(url);
            (scheme, host) = (uri.Scheme, uri.Authority);
            var start = url.AsSpan(scheme.Length + 3).IndexOfAny('/', '?');
            url = start < 0 ? "/" : url[(scheme.Length + 3 + start)..];
            url = url.StartsWith('/') ? url : $"/{url}";
        }

        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? (scheme, host, url, "") : (scheme, host, url[..query], url[query..]);
    }

    /// <summary>Sets the headers. A header without a value removes the one that would be sent otherwise, as with curl.</summary>
    public void AddHeaders(IHeaderDictionary headers, string host)
    {
        headers.Host = host;
        headers.Accept = Json.Length > 0 ? "application/json" : "*/*";
        headers.ContentType = Json.Length > 0 ? "application/json" : Data.Length > 0 ? "application/x-www-form-urlencoded" : default;
        foreach (var named in Headers.Select(header => header.Split(':', 2, StringSplitOptions.TrimEntries)).GroupBy(parts => parts[0]))
        {
            headers[named.Key] = named.Select(parts => parts[1]).Where(value => value.Length > 0).ToArray();
        }
    }

    /// <summary>Reads the body. Several parts of a form are joined with <c>&amp;</c>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task<byte[]> ReadBodyAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        foreach (var data in Json.Length > 0 ? Json : Data)
        {
            if (body.Length > 0 && Json.Length == 0)
            {
                body.WriteByte((byte)'&');
            }

            await CommandData.ReadAsync(data, body, cancellationToken);
        }

        return body.ToArray();
    }

    // RFC 9110 section 5.6.2.
    private static readonly System.Buffers.SearchValues<char> _tokens = System.Buffers.SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
