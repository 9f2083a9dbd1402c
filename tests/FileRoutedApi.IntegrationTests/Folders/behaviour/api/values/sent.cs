using System.Runtime.CompilerServices;

var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

void GET(ApiRequest req, ApiResponse res)
{
    var count = int.Parse(req.Query["count"] ?? "3");
    var failAt = int.Parse(req.Query["failAt"] ?? "-1");
    object value = (string?)req.Query["kind"] switch
    {
        "sequence" => Numbers(count, failAt),
        "class" => new Rows(),
        "member" => new { rows = Numbers(count, failAt) },
        "object" => new { rows = (object)Numbers(count, failAt) },
        "record" => new Page(1, Numbers(count, failAt)),
        "list" => new[] { new Page(1, Numbers(count, failAt)) },
        "dictionary" => new Dictionary<string, object> { ["a"] = Numbers(count, failAt) },
        "empty" => Numbers(0, -1),
        _ => new { rows = 1 },
    };
    if (req.Query["by"] == "send")
    {
        res.Send(value);
    }
    else
    {
        res.Json(value);
    }

    if (req.Query["then"] == "throw")
    {
        throw new InvalidOperationException("after the response");
    }
}

// Tells whether the sequence of the last HEAD was disposed of.
async Task<string> PUT()
{
    await released.Task;
    return "released";
}

void HEAD(ApiResponse res) => res.Json(Endless());

async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken stop = default)
{
    try
    {
        for (var i = 0; ; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
    finally
    {
        released.TrySetResult();
    }
}

static async IAsyncEnumerable<int> Numbers(int count, int failAt, [EnumeratorCancellation] CancellationToken stop = default)
{
    for (var i = 0; i < count; i++)
    {
        if (i == failAt)
        {
            throw new InvalidOperationException("while it is read");
        }

        await Task.Yield();
        yield return i;
    }
}

record Page(int Number, IAsyncEnumerable<int> Rows);

class Rows : IAsyncEnumerable<int>
{
    public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken stop) => Two().GetAsyncEnumerator(stop);

    static async IAsyncEnumerable<int> Two()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }
}
