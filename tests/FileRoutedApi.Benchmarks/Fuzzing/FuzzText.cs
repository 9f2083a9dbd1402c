using CsCheck;

namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>Texts composed of pieces that are relevant to a parser, and of arbitrary characters.</summary>
internal static class FuzzText
{
    private static readonly Gen<string> _random = Gen.Char.Array[0, 24].Select(chars => new string(chars));

    public static Gen<string> Path { get; } = Gen.Select(Gen.OneOf("/", "/api/", "/api/a/", "/API/a", "/api/docs/", "/api/shop/"), Of(
        10, "/", "/", "/", "//", "api", "a", "b", "b", "c d", "x", "y", "z", "1", "2", ".", "..", "...", "%2e", "%2E%2e", "%2F", "%2f",
        "%252F", "%", "%2", "%zz",
        "%C3%BC", "%C3", "%BC", "%ED%A0%80", "%F4%90%80%80", "%00", "%0D%0A", ";", "?", "#", "\\", "+", "ü", "\ud83d", "\ude00", "\0", " ",
        "\u202e", new string('a', 300)), string.Concat);

    public static Gen<string> Query { get; } = Of(
        16, "?", "&", "&", "&&", "=", "=", "a", "a", "b", "__proto__", "a[]", "a[0][b]", "%", "%2", "%26", "%3D", "%25", "%C3", "%C3%BC",
        "%00",
        "+", ";", "#", "ü", "\ud83d", "\ude00", "\0", " ", "1", new string('v', 300));

    public static Gen<string[]> Cookies { get; } = Of(
        16, ";", "; ", ";;", "=", "=", "a", "a", "b", "\"", "\"\"", "%", "%2", "%3B", "%22", "%C3", "%C3%BC", "%00", "%ED%A0%80", ",", "\\",
        "ü", "\ud83d", "\ude00", "\0", "\t", " ", "__Host-a", "$Version", new string('v', 300)).Array[0, 3];

    public static Gen<string?> ContentType { get; } = Gen.Frequency<string?>(
        (20, Gen.OneOf(
            "application/json", "application/ld+json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b",
            "multipart/form-data; boundary=\"b\"", "multipart/form-data", "text/plain", "text/csv", "application/octet-stream")),
        (20, Gen.Select(
            Gen.OneOf("application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=b"),
            Gen.OneOf(
                "utf-8", "\"utf-8\"", "UTF8", "utf-7", "utf-16", "utf-16be", "utf-32", "us-ascii", "iso-8859-1", "windows-1252",
                "shift_jis",
                "iso-2022-jp", "gb18030", "euc-kr", "ibm037", "hz-gb-2312", "x-iscii-de", "nope", "\"", "\"\"", ""),
            (type, charset) => $"{type}; charset={charset}")),
        (
            4,
            Of(
                8, "text", "application", "multipart", "/", "/", "json", "+json", "form-data", "*", ";", ";", "=", "boundary", "charset",
                "\"", "b", "utf-8", ",", " ", "\\", "ü", "\0")),
        (2, Gen.Const((string?)null)));

    private static Gen<string> Of(int most, params string[] pieces) => Gen.Frequency((6, Gen.OneOf(pieces)), (1, _random))
        .Array[0, most]
        .Select(string.Concat);
}
