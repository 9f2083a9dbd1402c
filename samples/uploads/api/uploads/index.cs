using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

// The file is streamed to disk, so the body must not be read into memory before. The store limits its size.
var config = new RouteConfig { Api = { BodyParser = false } };

/// <summary>Stores the file that is the first part of a form.</summary>
/// <param name="transfer">The id under which clients can watch the progress.</param>
/// <response code="413">The file is too long.</response>
/// <response code="415">The type is not supported, or the file has another type.</response>
/// <response code="507">The store is full.</response>
async Task<Created<Upload>> POST(HttpRequest request, UploadStore store, Transfers transfers, CancellationToken stop, Guid? transfer = null)
{
    using var sending = transfers.Join(transfer ?? Guid.NewGuid());
    if (!sending.TryBegin())
    {
        throw new ApiException(409, "This transfer has begun already");
    }

    try
    {
        var section = await FirstSectionAsync(request, stop);
        var type = FileType.Of(section.ContentType)
            ?? throw new ApiException(415, $"The supported types are: {string.Join(", ", FileType.All.Select(type => type.ContentType))}");
        var upload = await store.StoreAsync(section.Body, type, received => sending.Report("receiving", received), stop);
        sending.Report("done", upload.Length);
        return TypedResults.Created($"/api/uploads/{upload.Id}", upload);
    }
    catch
    {
        sending.Report("failed", sending.Progress.Received);
        throw;
    }
}

// The file must be the first part. Parts before it would have to be read, with a limit of their own.
async Task<MultipartSection> FirstSectionAsync(HttpRequest request, CancellationToken stop)
{
    if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var form) || form.MediaType != "multipart/form-data" || form.Boundary.Length == 0)
    {
        throw new ApiException(415, "Send a file as multipart/form-data");
    }

    try
    {
        var section = await new MultipartReader(HeaderUtilities.RemoveQuotes(form.Boundary).ToString(), request.Body).ReadNextSectionAsync(stop);
        return section?.GetContentDispositionHeader()?.IsFileDisposition() == true ? section : throw new ApiException(400, "The form does not begin with a file");
    }
    catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
    {
        throw new ApiException(400, "The form cannot be read", exception);
    }
}
