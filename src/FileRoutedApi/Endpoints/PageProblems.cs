using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Writes the responses to errors of pages: by the nearest <c>not-found.cs</c> or <c>error.cs</c>, or by a default page inside the layouts.
/// </summary>
internal sealed class PageProblems(IPageFiles files, ErrorResponses errors, PageRenderer renderer)
{
    /// <summary>Writes the response for an <see cref="ApiException"/> of a page.</summary>
    public async Task WriteAsync(HttpContext context, RouteFile file, ApiException problem)
    {
        if (problem.RedirectUrl is not null)
        {
            await ProblemResponse.WriteAsync(context, problem);
            return;
        }

        ProblemResponse.RemoveBodyHeaders(context.Response.Headers);
        var folder = FailedLayout.FolderOf(context, file.Folder);
        var isNotFound = problem.Status == StatusCodes.Status404NotFound && !file.Role.CoversFolder;
        if (isNotFound && files.Of(context).NotFoundOf(folder) is { } page)
        {
            await page.RequestDelegate!(context);
        }
        else if (isNotFound || !await errors.TryHandleAsync(context, folder, problem, problem))
        {
            await WriteDefaultAsync(context, file, problem.Status, problem.Message);
        }
    }

    /// <summary>Writes the default page of an error.</summary>
    public Task WriteDefaultAsync(HttpContext context, RouteFile file, int status, string title)
    {
        var metadata = new PageMetadata { Title = $"{status}: {title}", Robots = "noindex" };
        Html content = $"<h1>{status}</h1><p>{title}</p>";
        return renderer.RenderAsync(context, context.Features.Get<FailedLayout>() is null ? file : null, content, metadata, status);
    }
}
