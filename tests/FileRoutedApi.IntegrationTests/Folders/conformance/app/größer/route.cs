void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/gr%C3%B6%C3%9Fer/route.cs").Json(req.Query);
