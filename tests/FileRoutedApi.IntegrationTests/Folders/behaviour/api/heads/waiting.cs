var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

async Task GET(ApiRequest req, ApiResponse res)
{
    await res.WriteAsync("first");
    try
    {
        await Task.Delay(Timeout.Infinite, req.Aborted);
    }
    finally
    {
        ended.TrySetResult();
    }
}

Task POST() => ended.Task;
