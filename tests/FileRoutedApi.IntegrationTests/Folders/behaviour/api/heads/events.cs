using System.Runtime.CompilerServices;

var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

IResult GET(CancellationToken stop) => TypedResults.ServerSentEvents(Events(stop));

Task POST() => ended.Task;

async IAsyncEnumerable<string> Events([EnumeratorCancellation] CancellationToken stop)
{
    try
    {
        yield return "first";
        await Task.Delay(Timeout.Infinite, stop);
    }
    finally
    {
        ended.TrySetResult();
    }
}
