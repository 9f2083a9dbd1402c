void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/(group)/about/route.cs").Json(req.Query);
