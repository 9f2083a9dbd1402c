void Handler(ApiResponse res, Exception error) => res.Json(new { error = error.Message, seen = Numbers() });

async IAsyncEnumerable<int> Numbers()
{
    await Task.Yield();
    yield return 5;
}
