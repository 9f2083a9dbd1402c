using System.Text;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>Reads the content type of a body: how to parse it, and the charset of its text.</summary>
internal static class BodyType
{
    /// <summary>Checks the token that the antiforgery middleware has validated.</summary>
    /// <exception cref="ApiException">400: the token is missing or not valid.</exception>
    public static void CheckAntiforgery(HttpContext context)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } invalid)
        {
            throw ApiException.InvalidBody(ProblemTexts.AntiforgeryToken, invalid.Error);
        }
    }

    /// <summary>Rejects a charset for which ASP.NET Core throws when it reads the body.</summary>
    /// <exception cref="ApiException">400: the charset is not supported.</exception>
    public static void CheckCharset(HttpContext context)
    {
        if (context.Request.ContentType is { } text && text.Contains("charset", StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(text, out var type) && type.Charset.Length > 0 && !IsKnown(type))
        {
            throw ApiException.InvalidBody(ProblemTexts.Charset($"{HeaderUtilities.RemoveQuotes(type.Charset)}"));
        }
    }

    private static bool IsKnown(MediaTypeHeaderValue type)
    {
        try
        {
            return type.Encoding is not null;
        }
        catch (NotSupportedException)
        {
            // UTF-7: .NET has the name but does not decode it.
            return false;
        }
    }

    /// <summary>Rejects any other content type than those of a list.</summary>
    /// <exception cref="ApiException">415: the content type is not in the list.</exception>
    public static void CheckContentType(HttpContext context, IReadOnlyList<string> accepted)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !accepted.Any(name => MediaTypeHeaderValue.TryParse(name, out var pattern) && type.IsSubsetOf(pattern)))
        {
            throw ApiException.UnsupportedMediaType(context.Request.ContentType, string.Join(" or ", accepted));
        }
    }

    /// <summary>Rejects a compressed body. The middleware that decompresses bodies removes the header, so it passes.</summary>
    /// <exception cref="ApiException">415: the body is compressed. The response names the accepted content codings.</exception>
    public static void CheckEncoding(HttpContext context)
    {
        var encodings = context.Request.Headers.ContentEncoding;
        if (encodings.Count > 0 && encodings.ToString() is var text
            && text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Any(name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw ApiException.UnsupportedEncoding(text);
        }
    }

    /// <summary>Returns true if the body parser parses the type: JSON, forms and text. Any other body stays bytes.</summary>
    public static bool IsRead(MediaTypeHeaderValue type) =>
        IsJson(type) || IsForm(type) || type.Type.Equals("text", StringComparison.OrdinalIgnoreCase);

    public static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    public static bool IsForm(MediaTypeHeaderValue type) =>
        IsUrlEncodedForm(type) || type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    public static bool IsUrlEncodedForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Returns true if the content type is that of a form. Looks for the word first, because most bodies are JSON and parsing allocates.
    /// </summary>
    public static bool IsForm(string? contentType) =>
        contentType is not null
        && contentType.Contains("form", StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(contentType, out var type) && IsForm(type);

    /// <summary>Converts the bytes to UTF-8.</summary>
    public static byte[] Transcode(byte[] bytes, MediaTypeHeaderValue type)
    {
        var encoding = EncodingOf(type);
        return encoding.CodePage == Encoding.UTF8.CodePage || bytes.Length == 0
            ? bytes
            : Encoding.UTF8.GetBytes(Decode(bytes, encoding));
    }

    public static string Decode(byte[] bytes, Encoding encoding)
    {
        var preamble = encoding.Preamble;
        return bytes.AsSpan().StartsWith(preamble) ? encoding.GetString(bytes.AsSpan(preamble.Length)) : encoding.GetString(bytes);
    }

    public static Encoding EncodingOf(MediaTypeHeaderValue type)
    {
        if (!type.Charset.HasValue || type.Charset.Length == 0)
        {
            return Encoding.UTF8;
        }

        var name = HeaderUtilities.RemoveQuotes(type.Charset).ToString();
        try
        {
            // Supports legacy charsets, as Next.js does, without registering them for the whole process.
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw ApiException.InvalidBody(ProblemTexts.Charset($"{name}"), exception);
        }
    }
}
