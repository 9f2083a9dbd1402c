using Microsoft.AspNetCore.Http.HttpResults;

IResult GET(string kind) => ResultOf(kind);

async Task<IResult> PUT(string kind)
{
    await Task.Yield();
    return ResultOf(kind);
}

object POST(string kind) => kind switch
{
    "text" => "text",
    "number" => 42,
    "json" => new Item("x"),
    "sequence" => Numbers(),
    _ => ResultOf(kind),
};

static IResult ResultOf(string kind) => kind switch
{
    "json" => TypedResults.Json(new Item("x")),
    "ok" => Results.Ok(new Item("x")),
    "nested" => (Results<Ok<Item>, NotFound>)TypedResults.Ok(new Item("x")),
    "created" => Results.Created("/api/returned", new Item("x")),
    "text" => Results.Text("text"),
    "bytes" => Results.Bytes("bytes"u8.ToArray()),
    "nothing" => Results.Ok(),
    "long" => Results.Json(new string('x', 100_000)),
    "sequence" => Results.Json(Numbers()),
    "nested-sequence" => Results.Json(new Items(Numbers())),
    "own" => new OwnResult(),
    _ => Results.Json(new { start = new string('x', 30_000), end = new Failing() }),
};

static async IAsyncEnumerable<int> Numbers()
{
    yield return 1;
    await Task.Yield();
    yield return 2;
}

record Item(string Name);

record Items(IAsyncEnumerable<int> Numbers);

class Failing
{
    public int Value => throw new InvalidOperationException("This property always fails.");
}

class OwnResult : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        await context.Response.WriteAsync("one,");
        await context.Response.Body.FlushAsync();
        await context.Response.WriteAsync("two");
    }
}
