void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/[...all].cs").Json(req.Query);
