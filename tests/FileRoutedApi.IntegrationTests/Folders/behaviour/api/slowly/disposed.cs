// Says in a header of the next request whether the last stream was disposed.
var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

async Task Handler(ApiRequest req, ApiResponse res)
{
    if (req.Query.ContainsKey("wait"))
    {
        await disposed.Task;
        res.Json("disposed");
        return;
    }

    res.Send(new Watched(disposed));
}

class Watched(TaskCompletionSource disposed) : MemoryStream(new byte[64 * 1024 * 1024])
{
    protected override void Dispose(bool disposing)
    {
        disposed.TrySetResult();
        base.Dispose(disposing);
    }
}
