using System.Text;
using CsCheck;

namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>A request body.</summary>
/// <param name="Pieces">The sizes of the reads, repeated cyclically.</param>
/// <param name="IsAnnounced">Whether the request has a Content-Length.</param>
/// <param name="IsLenient">Whether the application's JSON options allow more than JSON.</param>
internal sealed record FuzzBody(string? ContentType, byte[] Bytes, int[] Pieces, bool IsAnnounced, bool IsLenient)
{
    private static readonly Gen<byte[]> _piece = Gen.OneOf(
        Latin("\""), Latin("{"), Latin("}"), Latin("["), Latin("]"), Latin(":"), Latin(","), Latin("null"), Latin("1e999"), Latin("-"),
        Latin("0.1"), Latin("\\"), Latin("\\ud800"), Latin("\\uDC00"), Latin("\\u0000"), Latin("//"), Latin("/*"), Latin("*/"),
        Latin("\"$type\""),
        Latin("%"), Latin("%2"), Latin("%26"), Latin("&"), Latin("="), Latin("+"), Latin(";"), Latin("--b"), Latin("--b--"), Latin("\r\n"),
        Latin("\r\n\r\n"), Latin("\n"), Latin("\r"), Latin("Content-Disposition: form-data; name=\"a\"\r\n\r\n"), Latin("; filename=\"f\""),
        Latin("; filename*=UTF-8''%zz"), Latin("Content-Type: text/plain; charset=utf-7\r\n"), Latin("Content-Type: application/json\r\n"),
        Latin("Content-Transfer-Encoding: base64\r\n"), [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0], [0xC3],
        [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xFF], Latin("+AGE-"), Latin("\x1b$B"), Latin(new string('[', 100)),
        Latin(Repeat("{\"a\":", 70)), Latin(Repeat("a=1&", 200)),
        Latin(new string('x', 3000)));

    // Valid bodies; the mutations below break them in one place.
    private static readonly Gen<byte[]> _whole = Gen.OneOf(
        Latin("""{"a":1,"b":["x","y"],"c":{"$type":"one","d":null}}"""),
        Latin("""{"a":"1","b":"\ud83d\ude00","c":{"d":null}}"""),
        Latin("[[[[1,2.5e3,true]]],\"\\n\"]"),
        Latin("\"text\""),
        Latin("a=1&b=x&b=y&c=%C3%BC+%26"),
        Latin(
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"),
        Latin(
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n1\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--b--"),
        Encoding.UTF8.GetBytes("grüße 😀"),
        Encoding.Unicode.GetBytes("\ufeff{\"a\":1}"),
        Encoding.UTF32.GetBytes("{\"a\":\"ü\"}"),
        []);

    private static readonly Gen<byte[]> _mutated = Gen.Select(
        _whole,
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 400], Gen.Int[0, 8], _piece).Array[0, 4],
        (whole, changes) => changes.Aggregate(whole, Change));

    public static Gen<FuzzBody> Any { get; } = Gen.Select(
        FuzzText.ContentType,
        Gen.Frequency(
            (6, _mutated),
            (3, _piece.Array[0, 12].Select(pieces => pieces.SelectMany(piece => piece).ToArray())),
            (1, Gen.Byte.Array[0, 200])),
        Gen.Int[1, 64].Array[1, 4],
        Gen.Bool,
        Gen.Bool,
        (type, bytes, pieces, announced, lenient) => new FuzzBody(type, bytes, pieces, announced, lenient));

    /// <summary>Returns the body as C#, so that a failure can be copied into a test.</summary>
    public override string ToString() =>
        $"new FuzzBody({(ContentType is null ? "null" : $"\"{Escape(ContentType)}\"")}, Latin(\"{Escape(Encoding.Latin1.GetString(Bytes))}\"), " +
        $"[{string.Join(", ", Pieces)}], {(IsAnnounced ? "true" : "false")}, {(IsLenient ? "true" : "false")})";

    public static string Escape(string text) =>
        string.Concat(text.Select(character =>
            character is >= ' ' and < (char)127 and not ('"' or '\\') ? $"{character}" : $"\\u{(int)character:x4}"));

    private static byte[] Change(byte[] bytes, (int Kind, int At, int Length, byte[] Piece) change)
    {
        var at = change.At % (bytes.Length + 1);
        var end = Math.Min(bytes.Length, at + change.Length);
        return change.Kind switch
        {
            0 => [.. bytes[..at], .. change.Piece, .. bytes[at..]],
            1 => [.. bytes[..at], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[at..]],
            _ => [.. bytes[..at], .. change.Piece, .. bytes[end..]],
        };
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
