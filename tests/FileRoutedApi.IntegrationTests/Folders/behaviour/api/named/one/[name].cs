void Handler(ApiRequest req, ApiResponse res) => res.Json(new { name = req.Query["name"] });
