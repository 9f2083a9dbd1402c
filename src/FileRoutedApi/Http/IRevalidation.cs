namespace FileRoutedApi;

/// <summary>Invalidates cached responses, on every machine that shares them. A service: take it as a parameter, or from the container.</summary>
public interface IRevalidation
{
    /// <summary>
    /// Invalidates the responses of one path, or of all paths of a file with parameters; the next request for each of them regenerates it.
    /// </summary>
    /// <param name="path">
    /// The path of the URL, such as <c>/api/posts/1</c>, without a query string and without a path base; or the pattern of a file, such as
    /// <c>/api/posts/[id]</c>.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when this process knows it; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or is longer than 1024 characters.</exception>
    Task RevalidateAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every response with a tag; the next request for each of them regenerates it.</summary>
    /// <param name="tag">A tag of <see cref="RouteConfig.Tags"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when this process knows it; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The tag is empty, or longer than 256 characters.</exception>
    Task RevalidateTagAsync(string tag, CancellationToken cancellationToken = default);
}
