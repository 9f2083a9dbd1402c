void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/a%20b.cs").Json(req.Query);
