void Handler(ApiRequest req, ApiResponse res)
{
    res.Json(new { first = true });
    res.Json(new { second = true });
}
