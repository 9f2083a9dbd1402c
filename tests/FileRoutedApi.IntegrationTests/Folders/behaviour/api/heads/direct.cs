var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

async Task Handler(ApiRequest req, ApiResponse res)
{
    if (req.Method == "POST")
    {
        await ended.Task;
        return;
    }

    try
    {
        while (true)
        {
            await req.HttpContext.Response.WriteAsync("more");
        }
    }
    finally
    {
        ended.TrySetResult();
    }
}
