void GET(ApiResponse<IAsyncEnumerable<int>> res) => res.Json(Numbers());

async IAsyncEnumerable<int> Numbers()
{
    yield return 1;
    await Task.Yield();
    yield return 2;
}
