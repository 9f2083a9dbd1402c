void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/shop/[id]/route.cs").Json(req.Query);
