void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/index.cs").Json(req.Query);
