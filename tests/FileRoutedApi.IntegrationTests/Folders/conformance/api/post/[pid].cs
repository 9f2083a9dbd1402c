void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/post/[pid].cs").Json(req.Query);
