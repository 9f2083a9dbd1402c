using System.Buffers;
using System.Globalization;
using System.Text;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Writes the log entry of a request as one line of JSON in UTF-8: the same bytes as Serilog's compact format (CLEF), without an event.
/// </summary>
internal static class JsonLine
{
    /// <summary>Writes the line, with its line break.</summary>
    public static void Write(in LoggedRequest request, IBufferWriter<byte> output)
    {
        Span<byte> number = stackalloc byte[64];
        output.Write("{\"@t\":\""u8);
        output.Write(Format(request.Time, number, "O"));
        output.Write("\",\"@mt\":\"{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms\",\"@r\":[\""u8);
        output.Write(Format(request.Elapsed, number, "0.0"));
        output.Write("\"]"u8);
        if (!request.Ids.IsEmpty)
        {
            output.Write(",\"@tr\":\""u8);
            output.Write(Format(request.Ids.High, number, "x16"));
            output.Write(Format(request.Ids.Low, number, "x16"));
            output.Write("\",\"@sp\":\""u8);
            output.Write(Format(request.Ids.Span, number, "x16"));
            output.Write("\""u8);
        }

        WriteProperty(",\"Route\":\""u8, request.Route, output);
        WriteProperty(",\"File\":\""u8, request.File, output);
        WriteProperty(",\"RequestMethod\":\""u8, request.Method, output);
        WriteProperty(",\"RequestPath\":\""u8, request.EncodedPath, output);
        output.Write(",\"StatusCode\":"u8);
        output.Write(Format(request.Status, number, default));
        output.Write(",\"Elapsed\":"u8);
        output.Write(Format(request.Elapsed, number, "R"));
        WriteProperty(",\"SourceContext\":\""u8, request.Source, output);
        output.Write("}\n"u8);
    }

    private static ReadOnlySpan<byte> Format<T>(T value, Span<byte> buffer, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    private static void WriteProperty(ReadOnlySpan<byte> name, string? value, IBufferWriter<byte> output)
    {
        if (value is not null)
        {
            output.Write(name);
            WriteText(value, output);
            output.Write("\""u8);
        }
    }

    /// <summary>Writes the content of a JSON string.</summary>
    private static void WriteText(string text, IBufferWriter<byte> output)
    {
        if (!NeedsEscape(text))
        {
            var bytes = output.GetSpan(text.Length);
            Ascii.FromUtf16(text, bytes, out var length);
            output.Advance(length);
            return;
        }

        Encoding.UTF8.GetBytes(Escape(text), output);
    }

    private static bool NeedsEscape(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') || text.AsSpan().ContainsAny('"', '\\');

    /// <summary>Escapes as Serilog's formatter does, and control characters that are valid in JSON.</summary>
    private static string Escape(string text)
    {
        var json = new StringWriter(CultureInfo.InvariantCulture);
        Serilog.Formatting.Json.JsonValueFormatter.WriteQuotedJsonString(text, json);
        var quoted = ControlCharacters.OnOneLine(json.ToString());
        return quoted[1..^1];
    }
}
