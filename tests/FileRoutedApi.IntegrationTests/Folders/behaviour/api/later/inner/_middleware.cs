async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    string id = req.Query["id"];
    res.After(() => Later.Report(id, "before next"));
    await next();
    res.After(() => Later.Report(id, "after next"));
}
