void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/gr\u00f6\u00dfer/route.cs").Json(req.Query);
