using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

/// <summary>Returns a file, or the requested range of it.</summary>
/// <param name="id">The id of the file.</param>
PhysicalFileHttpResult GET(Guid id, UploadStore store)
{
    var (file, type) = store.Find(id) ?? throw new ApiException(404, "There is no such file");

    // A file never changes, so its id is its entity tag.
    return TypedResults.PhysicalFile(
        file.FullName, type.ContentType, file.Name, file.LastWriteTimeUtc, new EntityTagHeaderValue($"\"{id:N}\""), enableRangeProcessing: true);
}
