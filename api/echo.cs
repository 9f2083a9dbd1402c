// Returns what the three request helpers contain: cookies, query and body.
void Handler(ApiRequest req, ApiResponse res) =>
    res.Json(new { cookies = req.Cookies, query = req.Query, body = req.Body });
