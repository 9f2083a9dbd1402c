namespace FileRoutedApi;

/// <summary>Has kept answers made anew, on every machine that shares them. A service: take it as a parameter, or from the container.</summary>
public interface IRevalidation
{
    /// <summary>Has the answers of one path made anew by the next request for each.</summary>
    /// <param name="path">The path of the URL, such as <c>/api/posts</c>, without a query string.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it is known here; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or is longer than 1024 characters.</exception>
    Task RevalidateAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Has every answer with a tag made anew by the next request for it.</summary>
    /// <param name="tag">A tag of <see cref="RouteConfig.Tags"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it is known here; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The tag is empty, or longer than 256 characters.</exception>
    Task RevalidateTagAsync(string tag, CancellationToken cancellationToken = default);
}
