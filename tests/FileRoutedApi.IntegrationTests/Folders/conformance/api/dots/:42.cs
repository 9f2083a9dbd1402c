void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/dots/:42.cs").Json(req.Query);
