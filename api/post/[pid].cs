void Handler(ApiRequest req, ApiResponse res)
{
    string pid = req.Query["pid"];
    res.End($"Post: {pid}");
}
