// With no segment the key is absent: {}
void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Query);
