using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>What the content type of a body says: how it is to be parsed, and in which charset its text is.</summary>
internal static class BodyType
{
    /// <summary>Refuses a charset that ASP.NET Core's own reading of a body would throw for.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void CheckCharset(HttpContext context)
    {
        if (context.Request.ContentType is { } text && text.Contains("charset", StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(text, out var type) && type.Charset.Length > 0 && !IsKnown(type))
        {
            throw ApiException.InvalidBody($"The charset '{HeaderUtilities.RemoveQuotes(type.Charset)}' is not supported.");
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
            // UTF-7 has a name and is refused.
            return false;
        }
    }

    /// <exception cref="ApiException">415 where the content type is none of those.</exception>
    public static void CheckContentType(HttpContext context, IReadOnlyList<string> accepted)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !accepted.Any(name => MediaTypeHeaderValue.TryParse(name, out var pattern) && type.IsSubsetOf(pattern)))
        {
            throw ApiException.UnsupportedMediaType(context.Request.ContentType, string.Join(" or ", accepted));
        }
    }

    /// <summary>Refuses a body that is compressed: middleware that decompresses it removes the header that says so.</summary>
    /// <exception cref="ApiException">415, which names the content codings that are accepted.</exception>
    public static void CheckEncoding(HttpContext context)
    {
        var encodings = context.Request.Headers.ContentEncoding;
        if (encodings.Count > 0 && encodings.ToString() is var text
            && text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw ApiException.UnsupportedEncoding(text);
        }
    }

    /// <summary>Returns whether the body parser reads a type: JSON, forms and text. Anything else stays bytes, as they came.</summary>
    public static bool IsRead(MediaTypeHeaderValue type) =>
        IsJson(type) || IsForm(type) || type.Type.Equals("text", StringComparison.OrdinalIgnoreCase);

    public static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    public static bool IsForm(MediaTypeHeaderValue type) =>
        IsUrlEncodedForm(type) || type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    public static bool IsUrlEncodedForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a content type is that of a form.</summary>
    public static bool IsForm(string? contentType) =>
        contentType is not null && contentType.Contains("form", StringComparison.OrdinalIgnoreCase) // most bodies are JSON, and parsing allocates
        && MediaTypeHeaderValue.TryParse(contentType, out var type) && IsForm(type);

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
            // Legacy charsets too, as in Next.js, without registering them for the whole process.
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw ApiException.InvalidBody($"The charset '{name}' is not supported.", exception);
        }
    }
}
