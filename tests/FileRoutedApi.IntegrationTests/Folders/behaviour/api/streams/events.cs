IResult GET() => TypedResults.ServerSentEvents(Events());

async IAsyncEnumerable<string> Events()
{
    yield return "a";
    await Task.Yield();
    yield return "b";
}
