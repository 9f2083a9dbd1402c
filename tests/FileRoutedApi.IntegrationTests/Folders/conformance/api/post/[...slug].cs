void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/post/[...slug].cs").Json(req.Query);
