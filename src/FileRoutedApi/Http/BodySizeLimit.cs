namespace FileRoutedApi.Http;

/// <summary>The size limit of a request body, and where it is configured.</summary>
/// <param name="Setting">The sentence that tells the client of a 413 where the limit is set.</param>
internal readonly record struct BodySizeLimit(ByteSize Size, string Setting)
{
    private const string FileSetting =
        "The limit is set by config.Api.BodyParser.SizeLimit in the route file or [RequestSizeLimit] on the function, "
        + "or for all files by FileRoutes:BodySizeLimit.";

    public long? Bytes => Size.Bytes;

    public string Text => Size.Text;

    /// <summary>Creates the limit of a route file.</summary>
    public static BodySizeLimit ForFile(ByteSize size) => new(size, FileSetting);

    /// <summary>Creates the limit of a <c>_middleware.cs</c>.</summary>
    /// <param name="file">The path of the file.</param>
    public static BodySizeLimit ForFolder(ByteSize size, string file) =>
        new(size, $"The limit is set by config.BodyParser.SizeLimit in '{file}', or for all files by FileRoutes:BodySizeLimit.");
}

/// <summary>The metadata of an endpoint with the limit of its function, for a middleware that reads the body first.</summary>
/// <param name="Limit">The limit; null if there is none.</param>
internal sealed record BodyLimitMetadata(BodySizeLimit? Limit);
