void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/api/post/latest/route.cs").Json(req.Query);
