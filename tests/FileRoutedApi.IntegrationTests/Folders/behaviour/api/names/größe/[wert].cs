void Handler(ApiRequest req, ApiResponse res) => res.Json(new { wert = req.Query["wert"] });
