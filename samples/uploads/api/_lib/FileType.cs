/// <summary>An allowed type of files.</summary>
/// <param name="ContentType">The content type that clients send.</param>
/// <param name="Extension">The extension of stored files.</param>
/// <param name="FirstBytes">The first bytes of every file of this type, to check what a client sends.</param>
record FileType(string ContentType, string Extension, byte[] FirstBytes)
{
    public static IReadOnlyList<FileType> All { get; } =
    [
        new("image/png", ".png", [0x89, .. "PNG\r\n\x1A\n"u8]),
        new("image/jpeg", ".jpg", [0xFF, 0xD8, 0xFF]),
        new("application/pdf", ".pdf", [.. "%PDF-"u8]),
    ];

    public static int LongestBeginning { get; } = All.Max(type => type.FirstBytes.Length);

    public static FileType? Of(string? contentType) =>
        All.FirstOrDefault(type => type.ContentType.Equals(contentType, StringComparison.OrdinalIgnoreCase));
}
