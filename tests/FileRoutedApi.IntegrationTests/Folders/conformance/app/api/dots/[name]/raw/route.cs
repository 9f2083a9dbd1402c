void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/api/dots/[name]/raw/route.cs").Json(req.Query);
