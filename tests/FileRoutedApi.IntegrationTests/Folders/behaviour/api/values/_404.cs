void Handler(ApiResponse res) => res.Json(new { missing = Numbers() });

async IAsyncEnumerable<int> Numbers()
{
    await Task.Yield();
    yield return 4;
}
