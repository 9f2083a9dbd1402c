void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/deep/[a]/x/[b].cs").Json(req.Query);
