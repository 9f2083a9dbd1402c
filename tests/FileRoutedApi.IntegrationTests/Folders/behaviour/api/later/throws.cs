void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    res.After(() => Later.Report(id, "ran"));
    throw new ApiException(418, "on purpose");
}
