void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/shop/[[...slug]].cs").Json(req.Query);
