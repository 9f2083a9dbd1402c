void Handler(ApiRequest req, ApiResponse res) => res.Json(new { file = "[...slug]", query = req.Query });
