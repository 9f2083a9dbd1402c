/// <summary>A type of files that may be uploaded.</summary>
/// <param name="ContentType">What clients call it.</param>
/// <param name="Extension">How their names end here.</param>
/// <param name="FirstBytes">What they all begin with, whatever a client says.</param>
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
