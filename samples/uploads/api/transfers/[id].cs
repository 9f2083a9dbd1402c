using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Tells how far an upload is, as server-sent events, until it is over.</summary>
/// <param name="id">What the upload says as its <c>transfer</c>; whoever watches may come first.</param>
ServerSentEventsResult<Progress> GET(Guid id, Transfers transfers, CancellationToken stop) =>
    TypedResults.ServerSentEvents(transfers.WatchAsync(id, stop), "progress");
