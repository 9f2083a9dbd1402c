namespace FileRoutedApi.Routing;

/// <summary>A static file of the <c>public/</c> folder.</summary>
/// <param name="Name">The path on disk, relative to <c>public/</c>, with <c>/</c>.</param>
/// <param name="Encodings">The encodings in which a build has written the file, beside the file itself.</param>
internal sealed record PublicFile(string Name, PublicEncodings Encodings = PublicEncodings.None)
{
    /// <summary>Gets the path of the URL, decoded, in composed characters (Unicode normalization form C).</summary>
    public string Path { get; } = "/" + RouteSegment.Normalize(Name);

    /// <summary>Gets the path relative to the folder that contains <c>public/</c>, for messages and logs.</summary>
    public string File => $"{PublicFolder.Name}/{Name}";
}

/// <summary>The encodings of the compressed copies of a static file.</summary>
[Flags]
internal enum PublicEncodings
{
    None = 0,
    Brotli = 1,
    Gzip = 2,
}
