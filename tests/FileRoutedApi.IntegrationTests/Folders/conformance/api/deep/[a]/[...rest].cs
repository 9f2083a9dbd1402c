void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/deep/[a]/[...rest].cs").Json(req.Query);
