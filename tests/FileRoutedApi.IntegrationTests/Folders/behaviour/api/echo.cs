void Handler(ApiRequest req, ApiResponse res) => res.Json(new
{
    method = req.Method,
    url = req.Url,
    path = req.Path,
    header = req.Headers["X-Test"].ToString(),
    query = req.Query,
    cookies = req.Cookies,
    body = req.Body,
});
