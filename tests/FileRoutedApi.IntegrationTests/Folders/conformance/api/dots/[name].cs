void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/dots/[name].cs").Json(req.Query);
