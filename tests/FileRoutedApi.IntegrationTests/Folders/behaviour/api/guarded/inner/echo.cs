void Handler(ApiRequest req, ApiResponse res) => res.Json(new
{
    path = req.Path,
    query = req.Query,
    body = req.Body,
    added = req.Headers["X-Added"].ToString(),
    note = req.HttpContext.Items["note"],
});
