namespace FileRoutedApi.Http;

/// <summary>The largest body of a request, and what sets it.</summary>
/// <param name="Setting">The sentence of a 413 that says where the limit can be changed.</param>
internal readonly record struct BodySizeLimit(ByteSize Size, string Setting)
{
    private const string OfFile =
        "The limit is set by config.Api.BodyParser.SizeLimit in the route file or [RequestSizeLimit] on the function, or for all files by FileRoutes:BodySizeLimit.";

    public long? Bytes => Size.Bytes;

    public string Text => Size.Text;

    /// <summary>The limit of a route file.</summary>
    public static BodySizeLimit ForFile(ByteSize size) => new(size, OfFile);

    /// <summary>The limit of a <c>_middleware.cs</c>.</summary>
    /// <param name="file">Its path.</param>
    public static BodySizeLimit ForFolder(ByteSize size, string file) =>
        new(size, $"The limit is set by config.BodyParser.SizeLimit in '{file}', or for all files by FileRoutes:BodySizeLimit.");
}

/// <summary>Marks an endpoint with the limit of the function that it calls, for a middleware that reads the body before.</summary>
/// <param name="Limit">The limit; null if there is none.</param>
internal sealed record BodyLimitMetadata(BodySizeLimit? Limit);
