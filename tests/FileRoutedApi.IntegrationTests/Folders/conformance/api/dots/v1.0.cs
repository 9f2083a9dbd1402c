void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/dots/v1.0.cs").Json(req.Query);
