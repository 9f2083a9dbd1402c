void Handler(ApiRequest req, ApiResponse res) => res.Json(new { req.Body });
