void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    res.After(async stop =>
    {
        await Later.SignalOf(id).Task.WaitAsync(stop);
        Later.Report(id, "done");
    });
    res.Json("sent");
}
