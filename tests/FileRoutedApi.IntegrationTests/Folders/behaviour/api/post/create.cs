void Handler(ApiRequest req, ApiResponse res) => res.Json(new { file = "create", query = req.Query });
