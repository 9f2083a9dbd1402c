void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/deep/b/x/c.cs").Json(req.Query);
