async Task Handler(ApiRequest req, ApiResponse res)
{
    await res.Revalidate(req.Query["path"]);
    res.Json(new { revalidated = true });
}
