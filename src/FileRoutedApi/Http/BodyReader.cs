using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>Reads a body into memory, up to its limit, and parses it by its content type.</summary>
internal static class BodyReader
{
    /// <returns>The body, or null if there is none. A JSON body without bytes is an empty object.</returns>
    /// <exception cref="ApiException">413: the body exceeds the limit. 400: the body does not match its content type.</exception>
    public static async ValueTask<RequestBody?> ReadAsync(HttpContext context, BodySizeLimit limit, JsonSerializerOptions json)
    {
        var request = context.Request;
        var hasType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (!await RequestBodyPresence.HasBodyAsync(context, limit))
        {
            return hasType ? Parse(type!, [], context, json) : null;
        }

        if (hasType && BodyType.IsRead(type!))
        {
            BodyType.CheckEncoding(context);
        }

        BodyLimit.CheckContentLength(context, limit);

        // A middleware, such as that of antiforgery, has read the form, and the body is at its end.
        if (hasType && BodyType.IsForm(type!) && context.Features.Get<IFormFeature>() is { Form: { } form })
        {
            return FormBodyOf(form, json);
        }

        if (hasType && type!.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            BodyLimit.Apply(context, limit);
            return await ReadMultipartAsync(context, json);
        }

        var bytes = await ReadBytesAsync(request.BodyReader, limit, context.RequestAborted);
        return hasType ? Parse(type!, bytes, context, json) : bytes.Length == 0 ? null : new BytesBody(bytes);
    }

    /// <summary>Reads the body as a type: JSON with the application's JSON options, a form by its field names.</summary>
    /// <returns>The value, never null.</returns>
    /// <exception cref="ApiException">
    /// 413: the body exceeds the limit. 415: the content type is not supported. 400: the body is missing or not valid for the type.
    /// </exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, BodySizeLimit limit, JsonSerializerOptions json)
    {
        // A form without a body is a form without fields. Browsers send it if no checkbox is checked.
        var hasType = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        if (!await RequestBodyPresence.HasBodyAsync(context, limit) && !(hasType && BodyType.IsUrlEncodedForm(type!)))
        {
            throw ApiException.InvalidBody(ProblemTexts.BodyMissing);
        }

        if (!hasType || !(BodyType.IsJson(type!) || BodyType.IsForm(type!)))
        {
            throw ApiException.UnsupportedMediaType(context.Request.ContentType, "application/json");
        }

        BodyType.CheckEncoding(context);
        return BodyType.IsJson(type!)
            ? ParseJson<T>(await ReadJsonAsync(context, limit, type!), json)
            : (await ReadAsync(context, limit, json))!.As<T>() ?? throw ApiException.InvalidBody(ProblemTexts.BodyNull);
    }

    /// <summary>
    /// Checks the strings of a JSON body before ASP.NET Core binds it as a <see cref="JsonElement"/>. Such a string is only decoded when
    /// the function reads it, and an error there would be a 500. Afterwards the body can be read again.
    /// </summary>
    /// <exception cref="ApiException">413: the body exceeds the limit. 400: a string contains half of a surrogate pair.</exception>
    public static async ValueTask CheckTextAsync(HttpContext context, BodySizeLimit limit)
    {
        BodyLimit.CheckContentLength(context, limit);
        var bytes = await ReadBytesAsync(context.Request.BodyReader, limit, context.RequestAborted);
        try
        {
            CheckSurrogates(bytes);
        }
        catch (JsonException)
        {
            // Binding reports the mistake in the JSON.
        }

        context.Request.Body = new MemoryStream(bytes);
    }

    private static async ValueTask<byte[]> ReadJsonAsync(HttpContext context, BodySizeLimit limit, MediaTypeHeaderValue type)
    {
        BodyLimit.CheckContentLength(context, limit);
        return BodyType.Transcode(await ReadBytesAsync(context.Request.BodyReader, limit, context.RequestAborted), type);
    }

    private static T ParseJson<T>(byte[] bytes, JsonSerializerOptions json)
    {
        try
        {
            var text = WithoutPreamble(bytes).Span;
            CheckSurrogates(text);
            return JsonSerializer.Deserialize<T>(text, json) ?? throw ApiException.InvalidBody(ProblemTexts.BodyNull);
        }
        catch (JsonException exception)
        {
            throw BindingProblem.OfJson(exception);
        }
    }

    private static RequestBody? Parse(MediaTypeHeaderValue type, byte[] bytes, HttpContext context, JsonSerializerOptions json)
    {
        if (BodyType.IsJson(type))
        {
            return ParseJson(BodyType.Transcode(bytes, type), json);
        }

        if (BodyType.IsUrlEncodedForm(type))
        {
            return ParseForm(bytes, type, context, json);
        }

        return bytes.Length == 0 ? null
            : type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
                ? new TextBody(BodyType.Decode(bytes, BodyType.EncodingOf(type)), bytes, json)
            : new BytesBody(bytes);
    }

    private static JsonBody ParseJson(byte[] bytes, JsonSerializerOptions json)
    {
        if (bytes.Length == 0)
        {
            bytes = "{}"u8.ToArray();
        }

        var text = WithoutPreamble(bytes);
        if (!Utf8.IsValid(text.Span))
        {
            throw ApiException.InvalidJson(ProblemTexts.NotUtf8);
        }

        try
        {
            // The document owns its bytes and is never disposed, because a handler may keep a part of the body.
            var value = JsonDocument.Parse(text, new JsonDocumentOptions
            {
                AllowTrailingCommas = json.AllowTrailingCommas,
                CommentHandling = json.ReadCommentHandling,
                MaxDepth = json.MaxDepth,
            }).RootElement;
            CheckSurrogates(text.Span);
            return new JsonBody(value, bytes, json);
        }
        catch (JsonException exception)
        {
            throw BindingProblem.OfJson(exception);
        }
    }

    private static ReadOnlyMemory<byte> WithoutPreamble(byte[] bytes) =>
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(Encoding.UTF8.Preamble.Length) : bytes;

    /// <summary>
    /// Rejects half of a surrogate pair. The parser does not decode strings, so it would be found only when a string is read.
    /// </summary>
    private static void CheckSurrogates(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var options = new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = int.MaxValue,
        };
        var reader = new Utf8JsonReader(text, options);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException exception)
        {
            throw ApiException.InvalidJson(ProblemTexts.SurrogatePair, exception);
        }
    }

    private static FormBody ParseForm(byte[] bytes, MediaTypeHeaderValue type, HttpContext context, JsonSerializerOptions json)
    {
        var limit = context.RequestServices.GetRequiredService<IOptions<FormOptions>>().Value.ValueCountLimit;
        if (bytes.AsSpan().Count((byte)'&') >= limit)
        {
            throw ApiException.InvalidBody(ProblemTexts.TooManyFields(limit));
        }

        return new FormBody(RequestQuery.Parse(BodyType.Decode(bytes, BodyType.EncodingOf(type))), [], bytes, json);
    }

    private static async Task<RequestBody> ReadMultipartAsync(HttpContext context, JsonSerializerOptions json)
    {
        RequestForm.Attach(context);
        return FormBodyOf(await context.Request.ReadFormAsync(context.RequestAborted), json);
    }

    private static FormBody FormBodyOf(IFormCollection form, JsonSerializerOptions json)
    {
        var fields = new RequestQuery();
        foreach (var (name, values) in form)
        {
            fields[name] = values is [{ } single] ? new QueryValue(single) : new QueryValue(values.ToArray()!);
        }

        return new FormBody(fields, form.Files, null, json);
    }

    private static async ValueTask<byte[]> ReadBytesAsync(PipeReader reader, BodySizeLimit limit, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte>? collected = null;
        while (true)
        {
            var result = await ReadPieceAsync(reader, cancellationToken);
            var buffer = result.Buffer;
            if ((collected?.WrittenCount ?? 0) + buffer.Length > limit.Bytes)
            {
                reader.AdvanceTo(buffer.End);
                throw ApiException.BodyTooLarge(limit);
            }

            // Most bodies arrive in one piece and need a single copy.
            if (result.IsCompleted && collected is null)
            {
                var whole = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return whole;
            }

            collected ??= new ArrayBufferWriter<byte>();
            foreach (var segment in buffer)
            {
                collected.Write(segment.Span);
            }

            reader.AdvanceTo(buffer.End);
            if (result.IsCompleted)
            {
                return collected.WrittenSpan.ToArray();
            }
        }
    }

    private static async ValueTask<ReadResult> ReadPieceAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (IsMalformed(exception, cancellationToken))
        {
            throw ApiException.InvalidBody(ProblemTexts.BodyMalformed, exception);
        }
    }

    /// <summary>Reads bytes of a body.</summary>
    /// <exception cref="ApiException">400: the body is malformed.</exception>
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsMalformed(exception, cancellationToken))
        {
            throw ApiException.InvalidBody(ProblemTexts.BodyMalformed, exception);
        }
    }

    /// <summary>
    /// Returns true if the client has sent a malformed body. For most malformed chunks Kestrel throws an exception with a status; for a
    /// chunk size that overflows it throws a plain <see cref="IOException"/>.
    /// </summary>
    public static bool IsMalformed(Exception exception, CancellationToken clientDisconnected) =>
        exception is InvalidDataException
        || (exception is IOException and not (BadHttpRequestException or FileNotFoundException or DirectoryNotFoundException)
            && !clientDisconnected.IsCancellationRequested);
}
