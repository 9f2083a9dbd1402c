void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/gr%C3%B6%C3%9Fe.cs").Json(req.Query);
