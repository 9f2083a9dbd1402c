void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/deep/$a.cs").Json(req.Query);
