var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

async Task GET(HttpContext context)
{
    try
    {
        while (true)
        {
            await context.Response.Body.WriteAsync("more"u8.ToArray());
        }
    }
    finally
    {
        ended.TrySetResult();
    }
}

Task POST() => ended.Task;
