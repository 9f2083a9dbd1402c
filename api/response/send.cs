async Task Handler(ApiRequest req, ApiResponse res)
{
    try
    {
        var result = await SomeAsyncOperation(fail: req.Query.ContainsKey("fail"));
        res.Status(200).Send(new { result });
    }
    catch (IOException)
    {
        res.Status(500).Send(new { error = "failed to fetch data" });
    }
}

async Task<string> SomeAsyncOperation(bool fail)
{
    await Task.Yield();
    return fail ? throw new IOException("The network is not available.") : "some data";
}
