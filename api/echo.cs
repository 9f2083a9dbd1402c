// The three request helpers, as they came: cookies, query and body.
void Handler(ApiRequest req, ApiResponse res) =>
    res.Json(new { cookies = req.Cookies, query = req.Query, body = req.Body });
