using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Http;

/// <summary>The size limit of a request body, and where it is configured.</summary>
/// <param name="Setting">The sentence that tells the client of a 413 where the limit is set.</param>
internal readonly record struct BodySizeLimit(ByteSize Size, string Setting)
{
    public long? Bytes => Size.Bytes;

    public string Text => Size.Text;

    /// <summary>Creates the limit of a route file.</summary>
    public static BodySizeLimit ForFile(ByteSize size) => new(size, ProblemTexts.LimitOfFile);

    /// <summary>Creates the limit of a <c>_middleware.cs</c>.</summary>
    /// <param name="file">The path of the file.</param>
    public static BodySizeLimit ForFolder(ByteSize size, string file) =>
        new(size, ProblemTexts.LimitOfFolder(file));
}

/// <summary>The metadata of an endpoint with the limit of its function, for a middleware that reads the body first.</summary>
/// <param name="Limit">The limit; null if there is none.</param>
internal sealed record BodyLimitMetadata(BodySizeLimit? Limit);
