void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    res.After(async stop =>
    {
        await Task.Yield();
        Later.Report(id, "first");
    });
    res.Json("sent");
    res.After(() => Later.Report(id, "second"));
    res.After(async (IConfiguration configuration, CancellationToken stop) =>
    {
        await Task.Yield();
        Later.Report(id, $"third {configuration is not null} {stop.CanBeCanceled}");
    });
}
