void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    res.After(() => Later.Report(id, "handler"));
    res.Json("sent");
}
