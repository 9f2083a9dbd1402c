void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/post/create.cs").Json(req.Query);
