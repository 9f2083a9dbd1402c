using System.Runtime.CompilerServices;

var gate = new SemaphoreSlim(0);

IResult GET(ILogger log, CancellationToken stop) => TypedResults.ServerSentEvents(Events(log, stop));

void POST() => gate.Release();

async IAsyncEnumerable<string> Events(ILogger log, [EnumeratorCancellation] CancellationToken stop)
{
    yield return "first";
    try
    {
        await gate.WaitAsync(stop);
    }
    finally
    {
        log.LogWarning("Events: cancelled {Cancelled}", stop.IsCancellationRequested);
    }

    yield return "second";
}
