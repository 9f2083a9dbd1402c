using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Http;

/// <summary>The largest body of a request, and what sets it.</summary>
/// <param name="Setting">The sentence of a 413 that says where the limit can be changed.</param>
internal readonly record struct BodySizeLimit(ByteSize Size, string Setting)
{
    public long? Bytes => Size.Bytes;

    public string Text => Size.Text;

    /// <summary>The limit of a route file.</summary>
    public static BodySizeLimit ForFile(ByteSize size) => new(size, ProblemTexts.LimitOfFile);

    /// <summary>The limit of a <c>_middleware.cs</c>.</summary>
    /// <param name="file">Its path.</param>
    public static BodySizeLimit ForFolder(ByteSize size, string file) =>
        new(size, ProblemTexts.LimitOfFolder(file));
}

/// <summary>Marks an endpoint with the limit of the function that it calls, for a middleware that reads the body before.</summary>
/// <param name="Limit">The limit; null if there is none.</param>
internal sealed record BodyLimitMetadata(BodySizeLimit? Limit);
