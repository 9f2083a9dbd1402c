var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

async IAsyncEnumerable<int> GET()
{
    try
    {
        for (var i = 0; ; i++)
        {
            yield return i;
            await Task.Yield();
        }
    }
    finally
    {
        ended.TrySetResult();
    }
}

Task POST() => ended.Task;
