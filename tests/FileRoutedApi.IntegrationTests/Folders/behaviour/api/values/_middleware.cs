async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    if (req.Query["middleware"] is null)
    {
        await next();
        return;
    }

    res.Json(Numbers());
}

async IAsyncEnumerable<int> Numbers()
{
    await Task.Yield();
    yield return 3;
}
