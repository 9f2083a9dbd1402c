void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    res.After(stop => throw new InvalidOperationException("on purpose"));
    res.After(() => Later.Report(id, "next"));
    res.Json("sent");
}
