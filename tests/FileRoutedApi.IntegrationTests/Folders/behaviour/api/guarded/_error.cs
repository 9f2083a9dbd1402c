void Handler(ApiRequest req, ApiResponse res, Exception error) => res.Json(new { oops = error.Message });
