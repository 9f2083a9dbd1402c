void Handler(ApiRequest req, ApiResponse res) => res.Json(new { nothing = req.Path });
