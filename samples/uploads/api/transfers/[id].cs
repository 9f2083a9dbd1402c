using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Returns the progress of an upload as server-sent events, until the upload ends.</summary>
/// <param name="id">The <c>transfer</c> of the upload, which may not have begun yet.</param>
ServerSentEventsResult<Progress> GET(Guid id, Transfers transfers, CancellationToken stop) =>
    TypedResults.ServerSentEvents(transfers.WatchAsync(id, stop), "progress");
