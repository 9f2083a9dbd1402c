using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
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
        output.Write(FormatTenths(request, number));
        output.Write("\"]"u8);
        if (!request.Ids.IsEmpty)
        {
            output.Write(",\"@tr\":\""u8);
            WriteHex(request.Ids.High, output);
            WriteHex(request.Ids.Low, output);
            output.Write("\",\"@sp\":\""u8);
            WriteHex(request.Ids.Span, output);
            output.Write("\""u8);
        }

        WriteProperty(",\"Route\":\""u8, request.Route, output);
        WriteProperty(",\"File\":\""u8, request.File, output);
        WriteProperty(",\"RequestMethod\":\""u8, request.Method, output);
        WriteProperty(",\"RequestPath\":\""u8, request.EncodedPath, output);
        output.Write(",\"StatusCode\":"u8);
        output.Write(Format(request.Status, number, default));
        output.Write(",\"Elapsed\":"u8);
        output.Write(FormatElapsed(request, number));
        WriteProperty(",\"SourceContext\":\""u8, request.Source, output);
        output.Write("}\n"u8);
    }

    private static void WriteHex(ulong value, IBufferWriter<byte> output)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Convert.TryToHexStringLower(bytes, output.GetSpan(16), out var length);
        output.Advance(length);
    }

    /// <summary>Formats the milliseconds with one digit after the point.</summary>
    private static ReadOnlySpan<byte> FormatTenths(in LoggedRequest request, Span<byte> buffer)
    {
        if (!IsInNanoseconds(request))
        {
            return Format(request.Elapsed, buffer, "0.0");
        }

        var (whole, tenth) = Math.DivRem((request.Duration + 50_000) / 100_000, 10);
        var length = Format(whole, buffer, default).Length;
        buffer[length++] = (byte)'.';
        buffer[length++] = (byte)('0' + tenth);
        return buffer[..length];
    }

    /// <summary>Formats the milliseconds with all digits.</summary>
    private static ReadOnlySpan<byte> FormatElapsed(in LoggedRequest request, Span<byte> buffer)
    {
        if (!IsInNanoseconds(request))
        {
            return Format(request.Elapsed, buffer, "R");
        }

        var (whole, rest) = Math.DivRem(request.Duration, 1_000_000);
        var length = Format(whole, buffer, default).Length;
        if (rest > 0)
        {
            buffer[length++] = (byte)'.';
            for (var unit = 100_000; rest > 0; unit /= 10)
            {
                (var digit, rest) = Math.DivRem(rest, unit);
                buffer[length++] = (byte)('0' + digit);
            }
        }

        return buffer[..length];
    }

    // Nanoseconds are decimals of a millisecond, so their digits are those of the double, which takes several times as long to format. A
    // very small or very large double has an exponent or not all digits.
    private static bool IsInNanoseconds(in LoggedRequest request) =>
        Stopwatch.Frequency == 1_000_000_000 && request.Duration is >= 100 and < 100_000_000_000_000;

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
