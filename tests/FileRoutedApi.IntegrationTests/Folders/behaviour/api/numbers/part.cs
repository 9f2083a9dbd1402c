void POST(ApiRequest req, ApiResponse res) => res.Json(new { part = req.Body["double"].As<double>(), body = req.Body });
