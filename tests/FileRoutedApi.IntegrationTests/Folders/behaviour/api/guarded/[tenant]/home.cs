void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Query);
