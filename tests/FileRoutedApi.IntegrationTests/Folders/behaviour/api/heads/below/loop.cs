var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

// Without the token: what it writes ends it.
async Task GET(ApiRequest req, ApiResponse res)
{
    try
    {
        while (true)
        {
            await res.WriteAsync("more");
        }
    }
    finally
    {
        ended.TrySetResult();
    }
}

Task POST() => ended.Task;
