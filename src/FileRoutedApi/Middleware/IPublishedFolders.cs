using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>Gives access to the folders that are published. They change in development only.</summary>
internal interface IPublishedFolders
{
    /// <summary>Gets the folders as they are now.</summary>
    FolderMiddlewareSet Current { get; }

    /// <summary>Gets the folders that were published together with the endpoint of a request, or the current ones if it has none.</summary>
    FolderMiddlewareSet Of(HttpContext context);
}
