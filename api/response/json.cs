async Task Handler(ApiRequest req, ApiResponse res)
{
    try
    {
        var result = await SomeAsyncOperation(fail: req.Query.ContainsKey("fail"));
        res.Status(200).Json(new { result });
    }
    catch (IOException)
    {
        res.Status(500).Json(new { error = "failed to load data" });
    }
}

async Task<string> SomeAsyncOperation(bool fail)
{
    await Task.Yield();
    return fail ? throw new IOException("The disk is not available.") : "some data";
}
