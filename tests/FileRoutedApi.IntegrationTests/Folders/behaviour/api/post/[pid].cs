void Handler(ApiRequest req, ApiResponse res) => res.Json(new { file = "[pid]", query = req.Query });
