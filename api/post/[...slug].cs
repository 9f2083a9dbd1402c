void Handler(ApiRequest req, ApiResponse res)
{
    string[] slug = req.Query["slug"];
    res.End($"Post: {string.Join(", ", slug)}");
}
