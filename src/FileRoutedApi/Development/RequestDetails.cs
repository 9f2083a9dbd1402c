using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Development;

/// <summary>What a client sent, without secrets.</summary>
/// <param name="Body">The beginning of the body; null if none was read.</param>
internal sealed record RequestDetails(
    IReadOnlyList<(string Name, string Value)> RouteValues,
    IReadOnlyList<(string Name, string Value)> Query,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Body)
{
    private const int MaxValue = 1000;

    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the details of a request, also after the exception handler has cleared its route values.</summary>
    public static RequestDetails Of(HttpContext context)
    {
        var request = context.Request;
        RouteValueDictionary values = context.Features.Get<IExceptionHandlerFeature>()?.RouteValues ?? request.RouteValues;
        return new RequestDetails(
            [.. values.Where(value => value.Value is not null).Select(value => (value.Key, SecretText.Of(value.Key, $"{value.Value}")))],
            [.. request.Query.SelectMany(item => item.Value.Select(value => (item.Key, SecretText.Of(item.Key, value ?? ""))))],
            HeadersOf(request.Headers),
            RequestTrace.Of(context) is { } trace ? BodyOf(trace.RequestBody, request.Headers) : null);
    }

    public static IReadOnlyList<(string Name, string Value)> HeadersOf(IHeaderDictionary headers) =>
        [.. headers.SelectMany(header => header.Value.Select(value => (header.Key, Short(SecretText.Of(header.Key, value ?? "")))))];

    /// <summary>Returns the beginning of a body as text; null if it is empty.</summary>
    public static string? BodyOf(BodyExcerpt body, IHeaderDictionary headers)
    {
        if (body.Length == 0)
        {
            return null;
        }

        var bytes = body.ToArray();
        if (!StringValues.IsNullOrEmpty(headers.ContentEncoding))
        {
            return $"{body.Length} bytes, encoded as {headers.ContentEncoding}";
        }

        if (headers.ContentType.ToString().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            // The fields are not shown, because a password may be one of them.
            return $"{body.Length} bytes of {headers.ContentType}";
        }

        // The excerpt may end inside of a character.
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD');
        if (text.Any(character => character is '\0' or '\uFFFD'))
        {
            return $"{body.Length} bytes of {headers.ContentType}";
        }

        return bytes.Length < body.Length
            ? $"{SecretText.OfBody(text)}\n… {body.Length - bytes.Length} more bytes"
            : SecretText.OfBody(Indented(text));
    }

    private static string Indented(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return text;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, _indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Short(string value) => value.Length <= MaxValue ? value : $"{value[..MaxValue]}…";
}
