using System.Text;
using CsCheck;
using FileRoutedApi.Host.Logging;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>The line of a request, as bytes.</summary>
public class JsonLineTests
{
    private static readonly string[] _texts =
        ["a\"b\\c", "line\nbreak\r", "\u001b[31m", "\u009b1m", "\u202Etxt", "\u2028", "é\U0001F600", "\uD800", "\0\u007f\u0080"];

    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12],
        Gen.String[0, 12],
        Gen.Int[0, _texts.Length - 1].Select(index => _texts[index]));

    private static readonly Gen<LoggedRequest> _request = Gen.Select(
        Gen.OneOf(Gen.Long[0, 10_000_000_000], Gen.Long[0, 2_000], Gen.Long[0, 10_000_000], Gen.Long[0, 200_000].Select(half => half * 50_000)),
        Gen.Int[100, 599],
        _text,
        _text,
        _text.Null(),
        _text.Null(),
        Gen.Bool).Select((duration, status, method, path, route, file, isTraced) => new LoggedRequest(
            new DateTime(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc).AddTicks(duration),
            duration,
            method,
            new Microsoft.AspNetCore.Http.PathString("/" + path).ToUriComponent(),
            status,
            new LoggedRoute(route, file),
            isTraced ? new TraceIds(0x0af7651916cd43dd, 0x8448eb211c80319c, 0x00ad6b7169203331) : default));

    private static readonly long[] _durations = [0, 99, 1_000_000, 12_345_678_901_234_567, long.MaxValue, -1];

    // The longest numbers and ids, and texts whose bytes are three times as many as their characters.
    private static readonly Gen<LoggedRequest> _longest = Gen.Select(
        Gen.Int[0, 5].Select(index => _durations[index]),
        Gen.Bool.Select(isLong => isLong ? int.MinValue : 200),
        Gen.OneOf(_text, Gen.String[Gen.Char["\uFFFD\uFFEE\uD800\"\u0001"], 0, 300])).Select((duration, status, text) => new LoggedRequest(
            DateTime.MaxValue,
            duration,
            text,
            text,
            status,
            new LoggedRoute(text, text),
            new TraceIds(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)));

    [Fact]
    public void A_line_has_the_same_bytes_as_the_event_in_the_compact_format() => _request.Sample(request =>
    {
        var text = new StringWriter();
        new EscapingJson(new CompactJsonFormatter()).Format(
            RequestLog.ToEvent(request, LogEventLevel.Information, null, null), text);
        var line = new byte[4096];
        Assert.True(JsonLine.TryWrite(request, line, out var length));

        // A lone surrogate is replaced when the text is encoded.
        Assert.Equal(
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())).ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(line.AsSpan(0, length)).ReplaceLineEndings("\n"));
    });

    [Fact]
    public void A_line_fits_in_every_buffer_that_is_accepted() => _longest.Sample(request =>
    {
        var line = new byte[8192];
        Assert.True(JsonLine.TryWrite(request, line, out var length));
        var (refused, accepted) = (0, line.Length);
        while (accepted - refused > 1)
        {
            var middle = (refused + accepted) / 2;
            (refused, accepted) = JsonLine.TryWrite(request, new byte[middle], out _) ? (refused, middle) : (middle, accepted);
        }

        var shortest = new byte[accepted];
        Assert.True(JsonLine.TryWrite(request, shortest, out var written));
        Assert.Equal(Encoding.UTF8.GetString(line.AsSpan(0, length)), Encoding.UTF8.GetString(shortest.AsSpan(0, written)));
    });
}
