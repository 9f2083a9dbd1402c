void GET(ApiRequest req, ApiResponse res)
{
    res.SetHeader("Content-Type", "application/geo+json");
    object value = req.Query["kind"] == "sequence" ? Numbers() : new { a = 1 };
    if (req.Query["by"] == "send")
    {
        res.Send(value);
    }
    else
    {
        res.Json(value);
    }
}

void POST(ApiResponse<Value> res)
{
    res.Untyped.SetHeader("Content-Type", "application/problem+json");
    res.Json(new Value(1));
}

async IAsyncEnumerable<int> Numbers()
{
    await Task.Yield();
    yield return 1;
}

record Value(int A);
