// Without a segment, the key is missing: {}
void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Query);
