void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "api/shop/cart.cs").Json(req.Query);
