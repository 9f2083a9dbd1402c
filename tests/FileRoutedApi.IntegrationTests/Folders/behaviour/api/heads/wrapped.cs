var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

// As drivers do it, the cancellation is wrapped into an exception of another type.
async Task GET(ApiRequest req, ApiResponse res)
{
    await res.WriteAsync("first");
    try
    {
        await Task.Delay(Timeout.Infinite, req.Aborted);
    }
    catch (OperationCanceledException exception)
    {
        throw new InvalidOperationException("The command was cancelled.", exception);
    }
    finally
    {
        ended.TrySetResult();
    }
}

Task POST() => ended.Task;
