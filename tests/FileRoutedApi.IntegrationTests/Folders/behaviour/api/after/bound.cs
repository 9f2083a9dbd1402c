void GET(ApiRequest req, ApiResponse res, ILogger log) => res.Json(new { name = "bound" });
