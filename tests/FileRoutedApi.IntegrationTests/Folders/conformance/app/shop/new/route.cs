void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/shop/new/route.cs").Json(req.Query);
