// The second item is produced when somebody asks for it with POST, or never.
var gate = new SemaphoreSlim(0);

async IAsyncEnumerable<string> GET(ILogger log, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
{
    yield return "first";
    try
    {
        await gate.WaitAsync(stop);
    }
    finally
    {
        log.LogWarning("Items: cancelled {Cancelled}", stop.IsCancellationRequested);
    }

    yield return "second";
}

void POST() => gate.Release();
