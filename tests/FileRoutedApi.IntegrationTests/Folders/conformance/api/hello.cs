void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/hello.cs").Json(req.Query);
