namespace FileRoutedApi;

/// <summary>
/// Invalidates cached responses on every machine that shares them. It is a service: take it as a parameter, or resolve it from the
/// container.
/// </summary>
public interface IRevalidation
{
    /// <summary>
    /// Invalidates the cached responses of a path, or of all paths of a file with parameters. The next request regenerates each of them.
    /// </summary>
    /// <param name="path">
    /// The path of the URL, such as <c>/api/posts/1</c>, without a query string and without a path base; or the pattern of a file, such as
    /// <c>/api/posts/[id]</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>A task that completes when this process has invalidated them; other machines follow within half a second.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or is longer than 1024 characters.</exception>
    Task RevalidateAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every cached response that has a tag. The next request regenerates each of them.</summary>
    /// <param name="tag">A tag of <see cref="RouteConfig.Tags"/>.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>A task that completes when this process has invalidated them; other machines follow within half a second.</returns>
    /// <exception cref="ArgumentException">The tag is empty, or longer than 256 characters.</exception>
    Task RevalidateTagAsync(string tag, CancellationToken cancellationToken = default);
}
