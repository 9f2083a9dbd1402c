namespace FileRoutedApi.Http;

/// <summary>Something that keeps answers and can be told that one of them is out of date.</summary>
internal interface IRevalidation
{
    /// <param name="path">The path of the URL, such as <c>/api/posts</c>.</param>
    Task RevalidateAsync(string path, CancellationToken cancellationToken);
}
