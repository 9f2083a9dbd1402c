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
    // More than the names, numbers and ids of a line have: 309 bytes.
    private const int MaxLengthOfRest = 384;

    // A UTF-16 code unit has at most 3 bytes in UTF-8.
    private const int MaxLengthOfChar = 3;

    private static readonly SearchValues<char> _plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(code => code is not ('"' or '\\'))]);

    /// <summary>Writes the line, with its line break.</summary>
    /// <param name="length">The number of bytes.</param>
    /// <returns>False if the buffer may be too short.</returns>
    public static bool TryWrite(in LoggedRequest request, Span<byte> buffer, out int length)
    {
        var method = Escape(request.Method);
        var path = Escape(request.Path);
        var routeMembers = request.Route.RouteMembers;
        var sourceMember = request.Route.SourceMember;
        if (MaxLengthOfRest + routeMembers.Length + sourceMember.Length + (MaxLengthOfChar * (method.Length + path.Length)) > buffer.Length)
        {
            length = 0;
            return false;
        }

        var line = new Line(buffer);
        line.Add("{\"@t\":\""u8);
        line.AddNumber(request.Time, "O");
        line.Add("\",\"@mt\":\"{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms\",\"@r\":[\""u8);
        AddTenths(ref line, request);
        line.Add("\"]"u8);
        if (!request.Ids.IsEmpty)
        {
            AddIds(ref line, request.Ids);
        }

        line.Add(routeMembers);
        line.Add(",\"RequestMethod\":\""u8);
        line.AddText(method);
        line.Add("\",\"RequestPath\":\""u8);
        line.AddText(path);
        line.Add("\",\"StatusCode\":"u8);
        line.AddNumber(request.Status);
        line.Add(",\"Elapsed\":"u8);
        AddElapsed(ref line, request);
        line.Add(sourceMember);
        line.Add("}\n"u8);
        length = line.Length;
        return true;
    }

    /// <summary>
    /// Returns the content of a JSON string. Escapes as Serilog's formatter does, and control characters that are valid in JSON.
    /// </summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(_plain))
        {
            return text;
        }

        var json = new StringWriter(CultureInfo.InvariantCulture);
        Serilog.Formatting.Json.JsonValueFormatter.WriteQuotedJsonString(text, json);
        var quoted = ControlCharacters.OnOneLine(json.ToString());
        return quoted[1..^1];
    }

    private static void AddIds(ref Line line, TraceIds ids)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ids.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ids.Low);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], ids.Span);
        Span<byte> digits = stackalloc byte[48];
        Convert.TryToHexStringLower(bytes, digits, out _);
        line.Add(",\"@tr\":\""u8);
        line.Add(digits[..32]);
        line.Add("\",\"@sp\":\""u8);
        line.Add(digits[32..]);
        line.Add("\""u8);
    }

    /// <summary>Adds the milliseconds with one digit after the point.</summary>
    private static void AddTenths(ref Line line, in LoggedRequest request)
    {
        if (!IsInNanoseconds(request))
        {
            line.AddNumber(request.Elapsed, "0.0");
            return;
        }

        var (whole, tenth) = Math.DivRem((request.Duration + 50_000) / 100_000, 10);
        line.AddNumber(whole);
        line.Add([(byte)'.', (byte)('0' + tenth)]);
    }

    /// <summary>Adds the milliseconds with all digits.</summary>
    private static void AddElapsed(ref Line line, in LoggedRequest request)
    {
        if (!IsInNanoseconds(request))
        {
            line.AddNumber(request.Elapsed, "R");
            return;
        }

        var (whole, rest) = Math.DivRem(request.Duration, 1_000_000);
        line.AddNumber(whole);
        if (rest > 0)
        {
            Span<byte> digits = stackalloc byte[6];
            for (var i = digits.Length - 1; i >= 0; i--)
            {
                (rest, var digit) = Math.DivRem(rest, 10);
                digits[i] = (byte)('0' + digit);
            }

            line.Add("."u8);
            line.Add(digits.TrimEnd((byte)'0'));
        }
    }

    // Nanoseconds are decimals of a millisecond, so their digits are those of the double, which takes several times as long to format. A
    // very small or very large double has an exponent or not all digits.
    private static bool IsInNanoseconds(in LoggedRequest request) =>
        Stopwatch.Frequency == 1_000_000_000 && request.Duration is >= 100 and < 100_000_000_000_000;

    /// <summary>The bytes of a line.</summary>
    /// <param name="buffer">Must be long enough.</param>
    private ref struct Line(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;

        public int Length { get; private set; }

        private readonly Span<byte> Rest => _buffer[Length..];

        public void Add(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Rest);
            Length += bytes.Length;
        }

        public void AddNumber<T>(T value, ReadOnlySpan<char> format = default)
            where T : IUtf8SpanFormattable
        {
            value.TryFormat(Rest, out var length, format, CultureInfo.InvariantCulture);
            Length += length;
        }

        public void AddText(string text) => Length += Encoding.UTF8.GetBytes(text, Rest);
    }
}
