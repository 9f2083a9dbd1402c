using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

// The file goes to disk as it comes, so nobody may read it into memory before; the store has a limit of its own.
var config = new RouteConfig { Api = { BodyParser = false } };

/// <summary>Keeps the file that is the first part of a form.</summary>
/// <param name="transfer">What others may watch it under while it comes.</param>
/// <response code="413">It is too long.</response>
/// <response code="415">It is of a type that is not kept here, or not of the type that it says.</response>
/// <response code="507">There is no room left.</response>
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
            ?? throw new ApiException(415, $"Only these are kept here: {string.Join(", ", FileType.All.Select(type => type.ContentType))}");
        var upload = await store.KeepAsync(section.Body, type, received => sending.Report("receiving", received), stop);
        sending.Report("done", upload.Length);
        return TypedResults.Created($"/api/uploads/{upload.Id}", upload);
    }
    catch
    {
        sending.Report("failed", sending.Progress.Received);
        throw;
    }
}

// Whatever comes before the file would have to be read, and held to a limit; so the file comes first.
async Task<MultipartSection> FirstSectionAsync(HttpRequest request, CancellationToken stop)
{
    if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var form) || form.MediaType != "multipart/form-data" || form.Boundary.Length == 0)
    {
        throw new ApiException(415, "A file comes as multipart/form-data");
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
